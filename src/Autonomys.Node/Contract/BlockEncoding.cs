using System.Globalization;
using System.Text.Json;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;

namespace Autonomys.Node.Contract;

/// <summary>The SCALE form of a block that chain_getBlock gave: what the network archives (protocol.md 4.3).</summary>
/// <remarks>SignedBlock: header (parent hash, compact number, state root, extrinsics root, digest), extrinsics, optional justifications.</remarks>
public static class BlockEncoding
{
    /// <summary>Only justifications of this consensus engine are archived.</summary>
    private static ReadOnlySpan<byte> ArchivedEngine => "SUB_"u8;

    /// <exception cref="NodeProtocolException">The node's answer is not a block.</exception>
    public static byte[] Encode(SignedChainBlock block)
    {
        try
        {
            ScaleWriter writer = new();
            ChainHeader header = block.Block.Header;
            writer.WriteFixed(Bytes32.From(Hex(header.ParentHash)));
            writer.WriteCompact(Number(header));
            writer.WriteFixed(StateRoot(header));
            writer.WriteFixed(Bytes32.From(Hex(header.ExtrinsicsRoot)));
            WriteVector(writer, header.Digest.Logs);
            WriteVector(writer, block.Block.Extrinsics);
            WriteJustifications(writer, block.Justifications);
            return writer.ToArray();
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            throw new NodeProtocolException($"The node's answer to chain_getBlock is not a block: {exception.Message}", exception);
        }
    }

    /// <summary>The header's number, which JSON has as 0x-prefixed hex.</summary>
    /// <exception cref="FormatException">Not a number.</exception>
    public static uint Number(ChainHeader header) =>
        uint.Parse(WithoutPrefix(header.Number), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">Not 32 bytes of hex.</exception>
    public static Bytes32 StateRoot(ChainHeader header) => Bytes32.From(Hex(header.StateRoot));

    private static void WriteVector(ScaleWriter writer, IReadOnlyList<string> items)
    {
        // Digest items are SCALE already; extrinsics in JSON are whole SCALE byte vectors, length included.
        writer.WriteCompact((uint)items.Count);
        foreach (string item in items)
        {
            writer.WriteRaw(Hex(item));
        }
    }

    private static void WriteJustifications(ScaleWriter writer, JsonElement? justifications)
    {
        List<byte[]> kept = [];
        if (justifications is { ValueKind: JsonValueKind.Array } array)
        {
            kept.AddRange(array.EnumerateArray()
                .Where(pair => Numbers(Item(pair, 0)).AsSpan().SequenceEqual(ArchivedEngine))
                .Select(pair => Numbers(Item(pair, 1))));
        }

        // Blocks without archived justifications have none at all, not an empty list.
        writer.WriteBool(kept.Count > 0);
        if (kept.Count > 0)
        {
            writer.WriteCompact((uint)kept.Count);
            foreach (byte[] justification in kept)
            {
                writer.WriteRaw(ArchivedEngine);
                writer.WriteBytes(justification);
            }
        }
    }

    private static JsonElement Item(JsonElement pair, int index) => pair.GetArrayLength() == 2
        ? pair[index]
        : throw new FormatException($"a justification has {pair.GetArrayLength()} parts in place of an engine and its bytes.");

    private static byte[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetByte())];

    private static byte[] Hex(string text) => Convert.FromHexString(WithoutPrefix(text));

    private static string WithoutPrefix(string? text) =>
        text is not null && text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : throw new FormatException($"'{text}' lacks its 0x prefix.");
}
