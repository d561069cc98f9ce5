from django.urls import path

from informal_care.web import boards, tasks

app_name = "informal_care"
BOARD = "borden/<uuid:public_id>"
TASK = "borden/taken/<uuid:public_id>"
urlpatterns = [
    path("borden", boards.BoardList.as_view(), name="boards"),
    path("borden/nieuw", boards.NewBoard.as_view(), name="board_new"),
    path(BOARD, boards.BoardDetail.as_view(), name="board"),
    path(f"{BOARD}/keuzes/<slug:code>", boards.BoardSection.as_view(), name="section"),
    path(f"{BOARD}/activiteiten/<slug:code>/oppakken", boards.TakeOn.as_view(), name="take_on"),
    path(f"{BOARD}/activiteiten/<slug:code>/niet-doen", boards.Decline.as_view(), name="decline"),
    path(TASK, tasks.TaskDetail.as_view(), name="task"),
    path(f"{TASK}/voortgang", tasks.TellProgress.as_view(), name="progress"),
    path(f"{TASK}/wijzigen", tasks.ChangeTask.as_view(), name="task_change"),
    path(f"{TASK}/opnieuw-kiezen", tasks.take_back, name="take_back"),
]
