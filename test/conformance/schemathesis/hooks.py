"""Signs the person in for Schemathesis, and again once a test has ended the session."""

import os
import threading

import requests
import schemathesis

ORIGIN = os.environ["SERVICE_ORIGIN"]
API_KEY = os.environ["SERVICE_APIKEY"]
CREDENTIALS = {"username": os.environ["SERVICE_USERNAME"], "password": os.environ["SERVICE_PASSWORD"]}


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

    def forget(self, access):
        with self._lock:
            if self._access == access:
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
def after_call(context, case, response):
    if response.status_code == 401 or case.path.endswith("/logout/"):
        session.forget(session._access)
