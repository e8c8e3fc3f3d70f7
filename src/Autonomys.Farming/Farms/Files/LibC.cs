using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms.Files;

/// <summary>The few calls of the C library that .NET has no equivalent for; every one of them on Linux only, but for the lock.</summary>
internal static partial class LibC
{
    public const int ErrorNoEntry = 2;
    public const int ErrorInterrupted = 4;
    public const int ErrorWouldBlock = 11;
    public const int ErrorAccess = 13;
    public const int ErrorInvalid = 22;
    public const int ErrorNoSpace = 28;
    public const int ErrorNotImplemented = 38;
    public const int ErrorNotSupported = 95;
    public const int ErrorQuota = 122;

    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;
    public const int LockRelease = 8;

    private const int CloseOnExecute = 0x80000;
    private const int GetStatusFlags = 3;
    private const int SetStatusFlags = 4;

    /// <summary>O_DIRECT has another value on ARM and on the remaining architectures.</summary>
    private static int DirectFlag => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x10000 : 0x4000;

    /// <summary>Makes reads and writes of an open file bypass the page cache, or use it again; false where the file system cannot.</summary>
    public static bool TrySetDirect(SafeFileHandle file, bool direct)
    {
        if (!OperatingSystem.IsLinux())
        {
            return !direct;
        }

        int flags = Control(file, GetStatusFlags, 0);
        return flags >= 0 && Control(file, SetStatusFlags, direct ? flags | DirectFlag : flags & ~DirectFlag) == 0;
    }

    /// <summary>
    /// Opens a file without the shared flock(2) that the runtime takes with every file it opens, whatever the share mode: that would
    /// fail while a farmer has the farm in use, and would for a moment keep a farmer from locking it.
    /// </summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static SafeFileHandle OpenWithoutLock(string path, bool writable)
    {
        if (!OperatingSystem.IsLinux())
        {
            FileAccess access = writable ? FileAccess.ReadWrite : FileAccess.Read;
            return File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }

        int descriptor = OpenFile(path, writable ? CloseOnExecute | 2 : CloseOnExecute);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        int error = Marshal.GetLastPInvokeError();
        string message = $"{path}: {Marshal.GetPInvokeErrorMessage(error)}";
        throw error switch
        {
            ErrorNoEntry => new FileNotFoundException(message, path),
            ErrorAccess => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    /// <summary>Reserves disk blocks for a range and grows the file to hold it; 0 or an error number.</summary>
    public static int Reserve(SafeFileHandle file, long offset, long length)
    {
        if (!OperatingSystem.IsLinux())
        {
            return ErrorNotSupported;
        }

        while (true)
        {
            int error = Allocate(file, 0, offset, length) == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error != ErrorInterrupted)
            {
                return error;
            }
        }
    }

    /// <summary>Takes an exclusive lock without waiting; 0 or an error number.</summary>
    public static int TryLock(SafeFileHandle file)
    {
        while (true)
        {
            int error = Lock(file, LockExclusive | LockNonBlocking) == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error != ErrorInterrupted)
            {
                return error;
            }
        }
    }

    /// <summary>Gives a lock back.</summary>
    public static void Unlock(SafeFileHandle file) => _ = Lock(file, LockRelease);

    /// <summary>Makes creation, renaming and removal of files in a directory last through a power cut, where the system can.</summary>
    public static void SyncDirectory(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor = OpenFile(directory, CloseOnExecute);
        if (descriptor < 0)
        {
            return;
        }

        using SafeFileHandle handle = new(descriptor, ownsHandle: true);

        // Some file systems cannot do this for a directory; the names then last as soon as the system writes them.
        _ = Sync(handle);
    }

    /// <summary>Process that holds a lock on the file, when the system tells.</summary>
    public static int? FindLockHolder(SafeFileHandle file)
    {
        try
        {
            string? inode = File.ReadLines($"/proc/self/fdinfo/{file.DangerousGetHandle()}")
                .Where(line => line.StartsWith("ino:", StringComparison.Ordinal))
                .Select(line => line[4..].Trim())
                .FirstOrDefault();
            if (inode is null)
            {
                return null;
            }

            // "1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF"
            foreach (string line in File.ReadLines("/proc/locks"))
            {
                string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length > 5 && parts[1] == "FLOCK" && parts[5].EndsWith(":" + inode, StringComparison.Ordinal)
                    && int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out int process))
                {
                    return process;
                }
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc the holder stays unnamed.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
