using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Primitives.Hashing;

/// <summary>BLAKE3 of many inputs of the same length at once: chunks or parents of one tree, or unrelated short inputs.</summary>
/// <remarks>One lane of a vector per input. <see cref="Scalar"/> is the specification; the vector forms are in the partial files.</remarks>
internal static partial class Blake3Lanes
{
    private const int HalfBlock = Blake3Compression.BlockSize / 2;

    /// <summary>How many inputs are hashed at once where there are enough of them.</summary>
    public static int WidestLanes =>
        !BitConverter.IsLittleEndian ? 1
        : Vector512.IsHardwareAccelerated && IsVector512Supported ? Width512
        : Vector256.IsHardwareAccelerated && IsVector256Supported ? Width256
        : 1;

    /// <summary>Hashes each input to a chaining value of 32 bytes (which is the hash itself when the end flags have the root's).</summary>
    /// <param name="key">Eight words: the initialization vector, or the key.</param>
    /// <param name="inputs">The inputs, one after the other without a gap.</param>
    /// <param name="inputLength">Bytes of each input: 0 to 1,024.</param>
    /// <param name="job">Counter and flags.</param>
    /// <param name="outputs">32 bytes for each input.</param>
    public static void Hash(ReadOnlySpan<uint> key, ReadOnlySpan<byte> inputs, int inputLength, Blake3LanesJob job, Span<byte> outputs)
    {
        int count = outputs.Length / 32;
        if (BitConverter.IsLittleEndian)
        {
            if (Vector512.IsHardwareAccelerated && IsVector512Supported && count > 8)
            {
                Vector512Lanes(key, inputs, inputLength, job, outputs);
                return;
            }

            if (Vector256.IsHardwareAccelerated && IsVector256Supported && count > 1)
            {
                Vector256Lanes(key, inputs, inputLength, job, outputs);
                return;
            }
        }

        Scalar(key, inputs, inputLength, job, outputs);
    }

    internal static void Scalar(
        ReadOnlySpan<uint> key, ReadOnlySpan<byte> inputs, int inputLength, Blake3LanesJob job, Span<byte> outputs)
    {
        Span<uint> chainingValue = stackalloc uint[8];
        Span<byte> padded = stackalloc byte[Blake3Compression.BlockSize];
        int count = outputs.Length / 32;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Slice(i * inputLength, inputLength);
            ulong counter = job.Counter + (job.IncrementCounter ? (uint)i : 0);
            uint flags = job.Flags | job.StartFlags;
            key[..8].CopyTo(chainingValue);
            while (input.Length > Blake3Compression.BlockSize)
            {
                Blake3Scalar.Compress(
                    chainingValue, input[..Blake3Compression.BlockSize], counter, Blake3Compression.BlockSize, flags);
                flags = job.Flags;
                input = input[Blake3Compression.BlockSize..];
            }

            padded.Clear();
            input.CopyTo(padded);
            Blake3Scalar.Compress(chainingValue, padded, counter, (uint)input.Length, flags | job.EndFlags);
            Blake3Compression.WriteChainingValue(chainingValue, outputs[(32 * i)..]);
        }
    }

    /// <summary>Start of a lane's input; lanes beyond the last input repeat it, and their results are not kept.</summary>
    private static int LaneOffset(int lane, int count, int inputLength) => Math.Min(lane, count - 1) * inputLength;

    private static ref uint Reference(ReadOnlySpan<uint> words) => ref MemoryMarshal.GetReference(words);
}
