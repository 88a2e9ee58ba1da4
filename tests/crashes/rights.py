"""Giving up what lets the superuser read every file, so that a file can be made unreadable for a process."""

from __future__ import annotations

import ctypes
import os

_VERSION = 0x20080522  # of the layout below: Linux capabilities, 64 bits
_READS_ALL = (1 << 1) | (1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Set(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def obey_file_modes() -> None:
    """From now on this thread, and those that it starts, are refused files whose mode does not let their owner in.

    Raises OSError where the kernel does not allow that.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_VERSION, 0), (_Set * 2)()
    if libc.capget(ctypes.byref(header), sets):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    sets[0].effective &= ~_READS_ALL
    if libc.capset(ctypes.byref(header), sets):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
