"""Whether the site answers."""

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse

from bondlife.security.gate import open_to_all

router = APIRouter(tags=["health"])


@router.get("/health", dependencies=[Depends(open_to_all)])
async def health() -> PlainTextResponse:
    """Say that the web process answers."""
    return PlainTextResponse("ok")
