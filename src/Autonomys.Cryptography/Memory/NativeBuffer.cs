using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Memory;

/// <summary>Memory outside the managed heap, aligned to 2 MiB, whose untouched part costs address space only.</summary>
public sealed unsafe partial class NativeBuffer : SafeHandle
{
    private const nuint HugePage = 2 * 1024 * 1024;
    private const int AdviseHugePages = 14;

    /// <exception cref="OutOfMemoryException">The system has no room for it.</exception>
    public NativeBuffer(long bytes)
        : base(0, ownsHandle: true)
    {
        Bytes = bytes;
        nuint rounded = (nuint)Pages(bytes) * HugePage;
        SetHandle((nint)NativeMemory.AlignedAlloc(rounded, HugePage));
        GC.AddMemoryPressure((long)rounded);
        if (OperatingSystem.IsLinux())
        {
            // Advice only: entries are scattered over thousands of pages, which with small pages costs a table walk each. Where the
            // kernel has no huge pages it says so and everything works as before, so the answer is not looked at.
            _ = MemoryAdvise(handle, rounded, AdviseHugePages);
        }
    }

    public long Bytes { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>The memory. Whoever uses it keeps this object alive and in bounds.</summary>
    public T* Pointer<T>()
        where T : unmanaged => (T*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Pages(Bytes) * (long)HugePage);
        return true;
    }

    private static long Pages(long bytes) => Math.Max(1, (bytes + (long)HugePage - 1) / (long)HugePage);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(nint address, nuint length, int advice);
}
