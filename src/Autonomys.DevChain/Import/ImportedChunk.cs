using System.Diagnostics.CodeAnalysis;
using System.Text;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;

namespace Autonomys.DevChain.Import;

/// <summary>A part of an imported file as it lies in a block: self-describing, so that files can be found in reconstructed history.</summary>
/// <remarks>
/// SCALE: four letters <c>AFH1</c>, name as Vec&lt;u8&gt; in UTF-8 (relative, parts separated by '/'), length of the file u64, offset of this part
/// u64, BLAKE3 of the file (32 bytes), bytes of this part as Vec&lt;u8&gt;. It is the argument of a <c>System.remark</c> extrinsic.
/// </remarks>
internal sealed record ImportedChunk(string Name, ulong FileLength, ulong Offset, Blake3Hash FileHash, ReadOnlyMemory<byte> Data) : IScaleType<ImportedChunk>
{
    private const uint Magic = 0x31484641;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static int MinEncodedSize => sizeof(uint) + 1 + (2 * sizeof(ulong)) + Blake3Hash.Size + 1;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteUInt32(Magic);
        writer.WriteBytes(StrictUtf8.GetBytes(Name));
        writer.WriteUInt64(FileLength);
        writer.WriteUInt64(Offset);
        writer.WriteFixed(FileHash);
        writer.WriteBytes(Data.Span);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out ImportedChunk value)
    {
        value = null;
        if (!reader.TryReadUInt32(out uint magic) || magic != Magic
            || !reader.TryReadBytes(out ReadOnlySpan<byte> nameBytes)
            || !reader.TryReadUInt64(out ulong fileLength)
            || !reader.TryReadUInt64(out ulong offset)
            || !reader.TryReadFixed(out Blake3Hash fileHash)
            || !reader.TryReadBytes(out ReadOnlySpan<byte> data)
            || offset > fileLength || (ulong)data.Length > fileLength - offset
            || !TryDecodeName(nameBytes, out string? name))
        {
            return false;
        }

        value = new(name, fileLength, offset, fileHash, data.ToArray());
        return true;
    }

    private static bool TryDecodeName(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? name)
    {
        try
        {
            name = StrictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            name = null;
            return false;
        }
    }
}
