"""A page in headless Chromium, driven over the pipe of the DevTools protocol, without a network."""

import fcntl
import json
import os
import subprocess
import tempfile

KEYS = {"Tab": 9, "Enter": 13}
CONTROL, SHIFT = 2, 8


class Page:
    def __init__(self):
        self.profile = tempfile.TemporaryDirectory()
        commands, self.to = high_pipe()
        self.replies, events = high_pipe()
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={self.profile.name}",
                 "--host-resolver-rules=MAP * ~NOTFOUND", "--force-prefers-reduced-motion", "about:blank"]

        def as_chromium_expects():
            os.dup2(commands, 3)
            os.dup2(events, 4)

        self.process = subprocess.Popen(["chromium", *flags], preexec_fn=as_chromium_expects, pass_fds=(3, 4), stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(events)
        self.buffer, self.last, self.events, self.session = b"", 0, [], None
        target = next(each for each in self.call("Target.getTargets")["targetInfos"] if each["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Accessibility", "Log"):
            self.call(f"{domain}.enable")

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait(60)
        os.close(self.to)
        os.close(self.replies)
        self.profile.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def receive(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.replies, 1 << 16)
            if not piece:
                raise RuntimeError("Chromium has ended")
            self.buffer += piece
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def call(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        send(self.to, json.dumps(message).encode() + b"\0")
        while True:
            reply = self.receive()
            if reply.get("id") != self.last:
                self.events.append(reply)
            elif "error" in reply:
                raise RuntimeError(f"{method}: {reply['error']}")
            else:
                return reply["result"]

    def of(self, method):
        """The parameters of the events of this name until now."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def open(self, url):
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not self.of("Page.loadEventFired"):
            self.events.append(self.receive())

    def evaluate(self, expression):
        """The value of an expression; a promise is awaited."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, allowUnsafeEvalBlockedByCSP=False)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def press(self, key, modifiers=0):
        common = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key], "modifiers": modifiers}
        # Enter types a character unless a modifier is held.
        text = {"text": "\r"} if key == "Enter" and not modifiers else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **common, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def focused(self):
        return self.evaluate("document.activeElement.id || document.activeElement.textContent")


def high_pipe():
    """Both ends of a pipe, beyond the numbers that Chromium gets."""
    ends = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD, 10))
        os.close(end)
    return ends


def send(to, data):
    while data:
        data = data[os.write(to, data):]
