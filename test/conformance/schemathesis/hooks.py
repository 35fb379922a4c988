"""
Signs the person in for Schemathesis, and says which deviations from the OpenAPI document are accepted, and why. All
checks stay on: the document is read with what the contract allows beyond it, and a refusal of data that fits the
schema must have one of the reasons below.
"""

import copy
import os
import re
import threading

import requests
import schemathesis

ORIGIN = os.environ["SERVICE_ORIGIN"]
API_KEY = os.environ["SERVICE_APIKEY"]
CREDENTIALS = {"username": os.environ["SERVICE_USERNAME"], "password": os.environ["SERVICE_PASSWORD"]}

# Reasons, as `error_codes`, for refusing data that conforms to the schema: those that depend on other data or on a rule
# that JSON Schema cannot express.
ACCEPTED_REASONS = {
    "invalid": "an address, phone number, username or cursor as the contract's rules have it; a crop that is no number",
    "invalid_choice": "codes come from Get Local Info, which the operator can narrow",
    "required": "the code and its checksum are required if the address differs from the stored one",
    "token_mismatch": "a code that nobody mailed",
    "token_not_valid": "a refresh token that nobody made",
    "ticket_not_valid": "a ticket that no sign-in got",
    "passkey_invalid": "an assertion that no authenticator signed",
    "second_factor_code_incorrect": "a code of no authenticator app",
    "max_length": "lengths count code points after trimming; an address has its own bounds",
    "min_value": "a crop outside the picture",
    "null_characters_not_allowed": "no database can hold them",
    "surrogate_characters_not_allowed": "no UTF-8 can hold them",
    "crop_incomplete": "all of the crop or none",
    "crop_outside": "depends on the picture",
    "no_picture": "depends on the person",
    "invalid_image": "only decoding tells what is a picture",
    "empty": "a file without bytes",
    "password_incorrect": "depends on the person",
    "password_too_short": "counted with everything else that is wrong with a password",
    "password_too_common": "depends on a list",
    "password_predictable": "depends on keyboards and on what repeats",
    "password_breached": "depends on another service",
    "password_too_similar": "depends on the person",
}


ENTITY_TAGS = re.compile(r'\*|(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*')


class Session:
    """The access token of the person, shared by all workers."""

    def __init__(self):
        self._lock = threading.Lock()
        self._access = None

    def access(self):
        with self._lock:
            if self._access is None:
                url = f"{ORIGIN}/api/v1/user/login/"
                answer = requests.post(url, headers={"apikey": API_KEY}, data=CREDENTIALS, timeout=30)
                answer.raise_for_status()
                self._access = answer.json()["access"]
            return self._access

    def forget(self):
        with self._lock:
            self._access = None


session = Session()


@schemathesis.auth(refresh_interval=None)
class SignedIn:
    def get(self, case, context):
        return session.access()

    def set(self, case, access, context):
        schemes = {name for entry in context.operation.definition.raw.get("security", []) for name in entry}
        if "apikey" in schemes:
            case.headers["apikey"] = API_KEY
        if "bearer" in schemes:
            case.headers["Authorization"] = f"Bearer {access}"


@schemathesis.hook
def filter_case(context, case):
    """Nothing but an object can be written as a form: a text in its place is sent as a form without fields, which is one."""
    return not (case.media_type == "multipart/form-data" and isinstance(case.body, str))


@schemathesis.hook
def after_call(context, case, response):
    """The next request signs in again if this one ended the session, or found it ended."""
    if response.status_code == 401 or case.path.endswith("/logout/"):
        session.forget()


@schemathesis.hook
def before_load_schema(context, raw_schema):
    schemas = raw_schema["components"]["schemas"]
    for path in raw_schema["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {})
            for media_type, body in content.items():
                # A copy for each media type, since each gets additions of its own.
                name = body["schema"]["$ref"].removeprefix("#/components/schemas/")
                body["schema"] = copy.deepcopy(schemas[name])
                forget_declared(name, body["schema"])
                fields = body["schema"].get("properties", {})
                for name, field in fields.items():
                    accept_more(media_type, name, field, "cropped_image" in fields)


def forget_declared(name, body):
    """No attributes are declared on the tested service: further fields are refused, or ignored by the published update."""
    if isinstance(body.get("additionalProperties"), dict):
        body["additionalProperties"] = name == "UpdateProfileBody"


def accept_more(media_type, name, field, has_own_crop):
    """What a field takes by the contract beyond what the document recommends to clients."""
    if name == "timezone":
        # An unknown time zone never prevents a sign-in.
        field.pop("type", None)
    elif media_type == "application/json" and field.get("type") == "string":
        # "In JSON a number is read as its text."
        field["type"] = ["string", "number"]
    elif field.get("type") == "integer" and has_own_crop:
        # The numbers of a crop are ignored if `cropped_image` is also sent.
        for rule in ("type", "minimum", "maximum"):
            field.pop(rule)


@schemathesis.check
def refusal_has_an_accepted_reason(context, response, case):
    """The built-in check lets 400 pass for data that fits the schema; this one looks at the reason."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code != 400:
        return
    codes = response.json().get("error_codes", {})
    found = {code for value in codes.values() for code in (value if isinstance(value, list) else [value])}
    # The generator of headers sends `0` although the document's pattern excludes it.
    if_match = case.headers.get("If-Match")
    if if_match is not None and not ENTITY_TAGS.fullmatch(if_match):
        found.discard("parse_error")
    unexpected = found - ACCEPTED_REASONS.keys()
    assert not unexpected, f"data that fits the schema was refused: {', '.join(sorted(unexpected))}"
