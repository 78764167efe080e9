"""What goes wrong in a model is a result with a reason, not a fault of ours."""

from typing import TYPE_CHECKING, Any

from slowfilm.engines.base import Failed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def failure(error: BaseException) -> Failed | None:
    """Say what an exception from within an engine means; None where it is a fault of the code.

    Torch's own are known by their names, so that nothing here loads torch.
    """
    match error:
        case Failed():
            return error
        case MemoryError():
            return Failed("out-of-memory")
        case TimeoutError():
            return Failed("out-of-time")
        case FloatingPointError():
            return Failed("no-numbers")
        case RuntimeError() if "DefaultCPUAllocator" in str(error):  # torch without a card
            return Failed("out-of-memory")
        case ModuleNotFoundError(name=str(name)) if not name.startswith("slowfilm"):
            return Failed("no-library", name=name)
    names = {f"{kind.__module__.partition('.')[0]}.{kind.__name__}" for kind in type(error).mro()}
    return Failed("out-of-memory") if "torch.OutOfMemoryError" in names else None


def finite(pixels: "NDArray[np.floating[Any]]") -> "NDArray[np.floating[Any]]":
    """Return a picture in which every value is a number; a float array of any shape.

    Raises Failed("no-numbers"): a model in half precision may overflow, and NaN would be black.
    """
    import numpy as np

    if not np.isfinite(pixels).all():
        raise Failed("no-numbers")
    return pixels
