"""The peer: an endpoint that returns the bytes of a file from memory."""

import os

from fastapi import FastAPI
from fastapi.responses import Response

body = open(os.environ["PEER_BODY"], "rb").read()
app = FastAPI()


@app.get("/search")
async def search(q: str, limit: int = 10):
    return Response(body, media_type="application/json")
