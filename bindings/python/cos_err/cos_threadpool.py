"""The thread pool that programs import from Tencent's SDK, under its module name."""

import queue
import threading
from typing import Any, Callable, Dict, List, Optional, Tuple

#: Succeeded and failed tasks of one thread, and what they returned, or the messages of what they raised.
Result = Tuple[int, int, List[Any]]


class WorkerThread(threading.Thread):
    """Runs tasks until it takes None."""

    def __init__(self, task_queue: "queue.Queue[Any]") -> None:
        super().__init__(daemon=True)
        self._tasks = task_queue
        self._returned: List[Any] = []
        self._failed = 0

    def run(self) -> None:
        """Run the tasks of the queue."""
        for task in iter(self._tasks.get, None):
            function, args, kwargs = task
            try:
                self._returned.append(function(*args, **kwargs))
            except Exception as error:
                self._failed += 1
                # Tencent's SDK keeps the message, not the exception.
                self._returned.append(getattr(error, "message", "") or str(error))
            finally:
                self._tasks.task_done()

    def get_result(self) -> Result:
        """Return how many tasks succeeded and failed, and what they returned, or why they failed."""
        return len(self._returned) - self._failed, self._failed, self._returned


class SimpleThreadPool:
    """Runs tasks in a fixed number of threads, which start with the first task."""

    def __init__(self, num_threads: int = 5, num_queue: int = 0) -> None:
        self._count = num_threads
        self._tasks: queue.Queue[Any] = queue.Queue(num_queue)
        self._lock = threading.Lock()
        self._workers: Optional[List[WorkerThread]] = None
        self._results: Optional[List[Result]] = None

    def add_task(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Let a thread call the function. It waits while the queue is full."""
        with self._lock:
            if self._workers is None:
                self._workers = [WorkerThread(self._tasks) for _ in range(self._count)]
                for worker in self._workers:
                    worker.start()
        self._tasks.put((func, args, kwargs))

    def wait_completion(self) -> None:
        """Wait until all tasks have ended."""
        self._tasks.join()
        workers, self._workers = self._workers or [], None
        self._results = [worker.get_result() for worker in workers]
        for _ in workers:
            self._tasks.put(None)
        for worker in workers:
            worker.join()
            self._tasks.task_done()

    def get_result(self) -> Dict[str, Any]:
        """Return whether all tasks succeeded ("success_all"), and the result of each thread ("detail")."""
        assert self._results is not None, "call wait_completion() first"
        return {"success_all": all(not failed for _, failed, _ in self._results), "detail": self._results}
