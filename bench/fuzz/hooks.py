"""Signs in for each request, signs callbacks, and keeps what is sent on this machine."""

import base64
import hashlib
import hmac
import json
import os
import random
import time
from urllib.parse import urlsplit
from uuid import uuid4

import requests
import schemathesis
from requests.auth import AuthBase

BASE = "/api/v1"

with open(os.environ["JALON_FUZZ_ACCESS"], encoding="utf-8") as file:
    ACCESS = json.load(file)
# Of its own: the tool repeats what it draws by chance.
CHANCE = random.SystemRandom()
PROFILES = sorted(ACCESS["tokens"])


def token_for(operation):
    """Mostly of somebody who is let in, sometimes of whoever: a refusal has its contract as well."""
    let_in = ACCESS["letIn"].get(f"{operation.method.upper()} {operation.path.removeprefix(BASE)}", [])
    profile = CHANCE.choice(let_in) if let_in and CHANCE.random() < 0.9 else CHANCE.choice(PROFILES)
    return ACCESS["tokens"][profile]


def known_ids():
    """By the address of a list, what its items go by: most ids made by chance lead nowhere."""
    base = os.environ["JALON_FUZZ_URL"]
    paths = requests.get(f"{base}/openapi.json", timeout=60).json()["paths"]
    known = {}
    for prefix in sorted({path.split("/{")[0] for path in paths if "{" in path and path.split("/{")[0] in paths}):
        for profile in ACCESS["letIn"].get(f"GET {prefix.removeprefix(BASE)}", []):
            answer = requests.get(base + prefix, headers={"Authorization": f"Bearer {ACCESS['tokens'][profile]}"}, timeout=60)
            items = answer.json().get("items", []) if answer.ok else []
            names = [item[key] for item in items for key in ("id", "number", "key", "subject", "name", "job") if isinstance(item, dict) and isinstance(item.get(key), str)]
            known.setdefault(prefix, []).extend(name for name in names if name not in known.get(prefix, []))
    return known


KNOWN = known_ids()


def lead_somewhere(case):
    """Puts what there is in the place of the first id, where that is not what is tried."""
    prefix, _, rest = case.operation.path.partition("/{")
    known = KNOWN.get(prefix)
    if not known or not case.path_parameters or case.meta is None or CHANCE.random() < 0.3:
        return
    tried = [str(location) for location, component in case.meta.components.items() if component.mode.value == "negative"]
    name = rest.split("}")[0]
    if not any("path" in one.lower() for one in tried) and name in case.path_parameters:
        case.path_parameters[name] = CHANCE.choice(known)
    if "site" in case.path_parameters and not any("path" in one.lower() for one in tried):
        case.path_parameters["site"] = "S001"


@schemathesis.auth(refresh_interval=None)
class SignIn:
    """A profile for each request."""

    def get(self, case, ctx):
        security = case.operation.definition.raw.get("security", [])
        return token_for(case.operation) if any("bearer" in one for one in security) else None

    def set(self, case, data, ctx):
        if data is not None:
            case.headers["Authorization"] = f"Bearer {data}"


class Signature(AuthBase):
    """Standard Webhooks, over the bytes that are sent."""

    def __init__(self, secret):
        self.secret = base64.b64decode(secret.removeprefix("whsec_"))

    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        message_id, sent_at = f"msg_{uuid4()}", str(int(time.time()))
        digest = hmac.new(self.secret, f"{message_id}.{sent_at}.".encode() + body, hashlib.sha256).digest()
        request.headers["webhook-id"] = message_id
        request.headers["webhook-timestamp"] = sent_at
        request.headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
        return request


@schemathesis.hook
def before_call(ctx, case, kwargs):
    if case.meta is None or case.meta.phase.name.value != "stateful":
        lead_somewhere(case)
    path = case.operation.path.removeprefix(BASE)
    if path.startswith("/callbacks/"):
        sender = path.removeprefix("/callbacks/")
        # One in ten comes unsigned.
        if sender in ACCESS["secrets"] and case.method.upper() == "POST" and CHANCE.random() < 0.9:
            kwargs["auth"] = Signature(ACCESS["secrets"][sender])
    if path == "/events" and isinstance(case.query, dict):
        # A stream that is followed has no end to wait for.
        case.query["follow"] = "false"
    if path.startswith("/webhooks") and isinstance(case.body, dict) and is_address(case.body.get("url")):
        # Whatever is subscribed is delivered to: to nobody outside this machine.
        case.body["url"] = "http://127.0.0.1:9/" + uuid4().hex


def is_address(value):
    try:
        return isinstance(value, str) and urlsplit(value).scheme in ("http", "https")
    except ValueError:
        return False


# Codes of faults that a schema says (api/http/fields.ts).
SAID_BY_SCHEMA = {"required", "unknown-field", "wrong-type", "too-small", "too-big", "not-a-multiple", "not-allowed"}


@schemathesis.check
def schema_says_what_is_wrong(ctx, response, case):
    """What the document calls well formed is not refused for its form."""
    if response.status_code != 400 or case.meta is None or case.meta.generation.mode.value != "positive":
        return
    said = [error for error in response.json().get("errors", []) if error["code"] in SAID_BY_SCHEMA]
    assert not said, f"The schema lets through what is refused as {said[:3]}"
