namespace Autonomys.Farming.Farms.Files;

/// <summary>Bytes of a farm's files that have their place on the disk, out of all that need one.</summary>
public readonly record struct AllocationProgress(string File, long Done, long Total);

/// <summary>
/// Gives a file its size with disk blocks behind every byte, so that plotting can never fail for lack of space later.
/// </summary>
internal static class FilePreallocation
{
    // Reserving 16 GiB takes well below a second on file systems that can reserve: often enough for a progress display.
    private const long Step = 16L * 1024 * 1024 * 1024;

    /// <summary>Grows or cuts <paramref name="file"/> to exactly <paramref name="length"/> bytes; contents up to that stay.</summary>
    /// <exception cref="IOException">The disk is full or failed; the file has the length that it had before.</exception>
    public static void Resize(DirectIoFile file, long length, IProgress<AllocationProgress>? progress, CancellationToken cancellationToken)
    {
        long before = file.Length;
        try
        {
            for (long offset = 0; offset < length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long step = Math.Min(Step, length - offset);

                // Holes inside the old length get their blocks too: another program may have made the file sparse.
                int error = LibC.Reserve(file.Handle, offset, step);
                if (error is LibC.ErrorNotSupported or LibC.ErrorNotImplemented or LibC.ErrorInvalid)
                {
                    WriteZeros(file, Math.Max(offset, before), length, progress, cancellationToken);
                    break;
                }

                if (error != 0)
                {
                    throw new IOException(
                        error is LibC.ErrorNoSpace or LibC.ErrorQuota
                            ? $"{file.Path}: no space for {length} bytes."
                            : $"{file.Path}: reserving {length} bytes failed with system error {error}.",
                        error);
                }

                offset += step;
                progress?.Report(new AllocationProgress(file.Path, offset, length));
            }

            if (file.Length != length)
            {
                file.SetLength(length);
            }

            file.Flush();
        }
        catch (Exception) when (file.Length != before)
        {
            file.SetLength(before);
            throw;
        }
    }

    /// <summary>What works everywhere, at the speed of the disk.</summary>
    private static void WriteZeros(
        DirectIoFile file, long from, long length, IProgress<AllocationProgress>? progress, CancellationToken cancellationToken)
    {
        byte[] zeros = new byte[DirectIoFile.MaxTransfer];
        for (long offset = from; offset < length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int step = (int)Math.Min(zeros.Length, length - offset);
            file.Write(offset, zeros.AsSpan(0, step));
            offset += step;
            progress?.Report(new AllocationProgress(file.Path, offset, length));
        }
    }
}
