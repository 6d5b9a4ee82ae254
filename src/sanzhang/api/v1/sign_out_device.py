"""DELETE /devices/current: sign out on this phone."""

from ninja import Router, Status

from sanzhang.accounts.devices import sign_out
from sanzhang.api.caller import ApiRequest

router = Router()


@router.delete("/devices/current", response={204: None}, operation_id="signOut")
def sign_out_here(request: ApiRequest) -> Status[None]:
    """The token is good for nothing any more."""
    sign_out(request.caller.device)
    return Status(204, None)
