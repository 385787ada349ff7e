"""The events in which COS returns the result of a query."""

import os
import struct
import uuid
import zlib
from typing import IO, Any, Dict, Iterator, Mapping

from ._xml import to_dict
from .constants import Reason
from .cos_exception import CosClientError, CosServiceError, local_files

#: Total length, length of the headers, and the CRC-32 of these two.
_PRELUDE = struct.Struct(">III")
#: The CRC-32 of the whole message before it.
_CRC = struct.Struct(">I")
#: The largest event of COS, in bytes: of a larger one, the length itself is damaged.
_LARGEST = 16 * 1024 * 1024
#: Type and length of a header's value.
_VALUE = struct.Struct(">BH")


class EventStream:
    """The events of select_object_content, which have been received when the call returns.

    Iterate over it, or call one of its methods, once. A damaged event raises a
    CosClientError, and an event that reports a failure a CosServiceError.
    """

    def __init__(self, file: IO[bytes], headers: Mapping[str, Any], resource: str) -> None:
        self._file, self._headers, self._resource = file, headers, resource
        self._finished = False
        file.seek(0)

    def __iter__(self) -> "EventStream":
        return self

    def __next__(self) -> Dict[str, Any]:
        return self.next_event()

    def next_event(self) -> Dict[str, Any]:
        """Return the next event: Records, Stats, Progress, Cont or End. After End, raise StopIteration."""
        while not self._finished:
            headers, payload = self._message()
            if headers.get(":message-type") == "error":
                raise self._failure(headers)
            event = headers.get(":event-type", "")
            self._finished = event == "End"
            if event == "Records":
                return {event: {"Payload": payload}}
            if event in ("Stats", "Progress"):
                return {event: {"Details": to_dict(payload)}}
            if event in ("Cont", "End"):
                return {event: {}}
        raise StopIteration

    def get_select_result(self) -> bytes:
        """Return the records of all events."""
        return b"".join(self._records())

    def get_select_result_to_file(self, file_name: Any) -> None:
        """Write the records of all events to a file, which is renamed when it is complete."""
        target = os.fsdecode(file_name)
        beside = f"{target}_{uuid.uuid4().hex}"
        with local_files():
            try:
                with open(beside, "wb") as file:
                    for records in self._records():
                        file.write(records)
                os.replace(beside, target)
            finally:
                if os.path.exists(beside):
                    os.remove(beside)

    def _records(self) -> Iterator[bytes]:
        for event in self:
            if "Records" in event:
                yield event["Records"]["Payload"]

    def _message(self) -> "tuple[Dict[str, str], bytes]":
        prelude = self._file.read(_PRELUDE.size)
        if len(prelude) < _PRELUDE.size:
            raise _damaged("it ended before its End event")
        total, length, crc = _PRELUDE.unpack(prelude)
        is_intact = zlib.crc32(prelude[:8]) == crc
        if total < _PRELUDE.size + length + _CRC.size or (not is_intact and total > _LARGEST):
            raise _damaged("the lengths of an event do not match their checksum")
        rest = self._file.read(total - _PRELUDE.size)
        if len(rest) < total - _PRELUDE.size:
            raise _damaged("it ended within an event")
        headers, payload = _headers(rest[:length]), rest[length : -_CRC.size]
        is_intact = is_intact and zlib.crc32(rest[: -_CRC.size], zlib.crc32(prelude)) == _CRC.unpack(rest[-4:])[0]
        # The query has failed either way, and the reason that the service gives says more.
        if not is_intact and headers.get(":message-type") != "error":
            raise _damaged("an event does not match its checksum")
        return headers, payload

    def _failure(self, headers: Mapping[str, str]) -> CosServiceError:
        digest = {
            "code": headers.get(":error-code", ""),
            "message": headers.get(":error-message", ""),
            "resource": self._resource,
            "requestid": self._headers.get("x-cos-request-id", ""),
            "traceid": self._headers.get("x-cos-trace-id", ""),
        }
        return CosServiceError("POST", digest, 200)


def _headers(data: bytes) -> Dict[str, str]:
    found: Dict[str, str] = {}
    try:
        while data:
            end = 1 + data[0]
            _, length = _VALUE.unpack_from(data, end)
            start = end + _VALUE.size
            found[data[1:end].decode()] = data[start : start + length].decode()
            data = data[start + length :]
    except (struct.error, UnicodeDecodeError) as error:
        raise _damaged("the headers of an event cannot be read") from error
    return found


def _damaged(cause: str) -> CosClientError:
    return CosClientError(f"the result of the query is damaged: {cause}", Reason.BAD_RESPONSE)
