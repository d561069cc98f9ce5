from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.session import UserSession
from accounts.models.user import User

__all__ = ["RecoveryCode", "SecondFactor", "User", "UserSession"]
