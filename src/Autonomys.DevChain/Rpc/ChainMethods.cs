using System.Globalization;
using System.Text.Json;
using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Rpc;

/// <summary>The standard methods of a Substrate node that tools use to read blocks. Here, unlike in the farmers' methods, hex has a 0x prefix.</summary>
internal sealed class ChainMethods(Func<ChainState> best, BlockStore blocks, SegmentHeaderStore headers)
{
    /// <summary>Blocks count as final once this many segments lie on top of the one that archived them.</summary>
    private const int FinalizationDepthInSegments = 5;

    public IEnumerable<RpcMethod> Methods =>
    [
        new(NodeRpc.ChainGetBlockHash, false, GetBlockHash),
        new("chain_getHead", false, GetBlockHash),
        new(NodeRpc.ChainGetBlock, false, GetBlock),
        new(NodeRpc.ChainGetHeader, false, GetHeader),
        new(NodeRpc.ChainGetFinalizedHead, false, GetFinalizedHead),
        new("chain_getFinalisedHead", false, GetFinalizedHead),
        new(NodeRpc.SystemChain, false, SystemChain),
        new(NodeRpc.SystemHealth, false, SystemHealth),
    ];

    /// <summary>Takes a number, a hex number, a list of them, or nothing for the best block.</summary>
    private ValueTask GetBlockHash(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        JsonElement? parameter = parameters.Optional(0, "hash");
        if (parameter is null)
        {
            WriteHash(result, best().Hash);
        }
        else if (parameter is { ValueKind: JsonValueKind.Array })
        {
            uint?[] numbers = parameters.Required(0, "hash", static value => value.EnumerateArray().Select(ReadNumber).ToArray());
            result.WriteStartArray();
            foreach (uint? number in numbers)
            {
                WriteHash(result, HashOf(number));
            }

            result.WriteEndArray();
        }
        else
        {
            WriteHash(result, HashOf(parameters.Required(0, "hash", static value => new Boxed(ReadNumber(value))).Number));
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask GetBlock(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        if (BlockOf(parameters) is not { } block)
        {
            result.WriteNullValue();
            return ValueTask.CompletedTask;
        }

        result.WriteStartObject();
        result.WriteStartObject("block"u8);
        result.WritePropertyName("header"u8);
        WriteHeader(result, block.Header);
        result.WriteStartArray("extrinsics"u8);
        foreach (byte[] extrinsic in block.Extrinsics)
        {
            ScaleWriter opaque = new(extrinsic.Length + sizeof(uint));
            opaque.WriteBytes(extrinsic);
            result.WriteStringValue("0x" + Convert.ToHexStringLower(opaque.WrittenSpan));
        }

        result.WriteEndArray();
        result.WriteEndObject();
        result.WritePropertyName("justifications"u8);
        WriteJustifications(result, block.Justifications);
        result.WriteEndObject();
        return ValueTask.CompletedTask;
    }

    private ValueTask GetHeader(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        if (BlockOf(parameters) is { } block)
        {
            WriteHeader(result, block.Header);
        }
        else
        {
            result.WriteNullValue();
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask GetFinalizedHead(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        SegmentHeader? final = headers.Get((ulong)Math.Max(0, headers.Count - 1 - FinalizationDepthInSegments));
        WriteHash(result, blocks.HashOf(final?.LastArchivedBlock.Number ?? 0));
        return ValueTask.CompletedTask;
    }

    private ValueTask SystemChain(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        result.WriteStringValue(best().Spec.ChainName);
        return ValueTask.CompletedTask;
    }

    private static ValueTask SystemHealth(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        JsonSerializer.Serialize(result, new SystemHealth(0, false, false), NodeJsonContext.Default.SystemHealth);
        return ValueTask.CompletedTask;
    }

    private SignedBlock? BlockOf(RpcParameters parameters)
    {
        if (parameters.Optional(0, "hash") is null)
        {
            return blocks.Read(best().Number);
        }

        Bytes32 hash = parameters.Required(0, "hash", static value => new BoxedHash(ReadHash(value.GetString()!))).Hash;
        return blocks.NumberOf(hash) is { } number ? blocks.Read(number) : null;
    }

    private Bytes32? HashOf(uint? number) => number is { } value ? blocks.HashOf(value) : null;

    /// <summary>A block number; null for one that no block can have.</summary>
    private static uint? ReadNumber(JsonElement value)
    {
        ulong number = value.ValueKind == JsonValueKind.String
            ? ulong.Parse(WithoutPrefix(value.GetString()!), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : value.GetUInt64();
        return number <= uint.MaxValue ? (uint)number : null;
    }

    private static Bytes32 ReadHash(string text) => Bytes32.From(Convert.FromHexString(WithoutPrefix(text)));

    private static string WithoutPrefix(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : throw new FormatException("a hex string begins with 0x");

    private static void WriteHeader(Utf8JsonWriter result, BlockHeader header) => JsonSerializer.Serialize(
        result,
        new ChainHeader(
            Hex(header.ParentHash),
            "0x" + header.Number.ToString("x", CultureInfo.InvariantCulture),
            Hex(header.StateRoot),
            Hex(header.ExtrinsicsRoot),
            new ChainDigest([.. header.Digest.Select(item => "0x" + Convert.ToHexStringLower(Scale.Encode(item)))])),
        NodeJsonContext.Default.ChainHeader);

    /// <summary>An array of pairs: the engine's four letters and the bytes, both as arrays of numbers.</summary>
    private static void WriteJustifications(Utf8JsonWriter result, IReadOnlyList<Justification>? justifications)
    {
        if (justifications is null)
        {
            result.WriteNullValue();
            return;
        }

        result.WriteStartArray();
        foreach (Justification justification in justifications)
        {
            result.WriteStartArray();
            WriteNumbers(result, BitConverter.GetBytes(justification.Engine));
            WriteNumbers(result, justification.Data);
            result.WriteEndArray();
        }

        result.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter result, byte[] bytes)
    {
        result.WriteStartArray();
        foreach (byte value in bytes)
        {
            result.WriteNumberValue(value);
        }

        result.WriteEndArray();
    }

    private static void WriteHash(Utf8JsonWriter result, Bytes32? hash)
    {
        if (hash is { } value)
        {
            result.WriteStringValue(Hex(value));
        }
        else
        {
            result.WriteNullValue();
        }
    }

    private static string Hex(Bytes32 hash) => "0x" + hash;

    private sealed record Boxed(uint? Number);

    private sealed record BoxedHash(Bytes32 Hash);
}
