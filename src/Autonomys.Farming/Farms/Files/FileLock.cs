using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms.Files;

/// <summary>An exclusive, advisory lock on an open file, the same that other farmers of the network take: flock(2).</summary>
/// <remarks>The system gives it back when the process ends, however it ends.</remarks>
internal sealed class FileLock(SafeFileHandle handle) : IDisposable
{
    public SafeFileHandle Handle => handle;

    /// <summary>Locks <paramref name="handle"/> and takes ownership of it; on failure closes it and says why.</summary>
    public static FileLock? TryTake(SafeFileHandle handle, out string? reason)
    {
        reason = null;
        if (OperatingSystem.IsWindows())
        {
            // There the share mode of the handle is the lock.
            return new FileLock(handle);
        }

        int error = LibC.TryLock(handle);
        if (error == 0)
        {
            return new FileLock(handle);
        }

        bool isHeld = error is LibC.ErrorWouldBlock or 35;
        int? holder = isHeld ? LibC.FindLockHolder(handle) : null;
        reason = isHeld
            ? $"another process{(holder is { } process ? $" ({process})" : "")} holds it"
            : $"the file system cannot lock it (system error {error})";
        handle.Dispose();
        return null;
    }

    public void Dispose()
    {
        // Closing alone would leave the lock to a process that is being started at this moment and still has a copy of the handle.
        if (!handle.IsClosed && !OperatingSystem.IsWindows())
        {
            LibC.Unlock(handle);
        }

        handle.Dispose();
    }
}
