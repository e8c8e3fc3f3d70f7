using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.Archiving.Segments;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Util;
using Autonomys.Cluster.Setup;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain.State;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Addresses;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Fuzz;

/// <summary>Every decoder of bytes that come from outside: other programs' files, the network, the operator.</summary>
internal static class FuzzTargets
{
    private const int MaxSegmentStart = 1 << 20;
    private const string RewardAddress = "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj";

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. ScaleTypes().Select(Scale),
        .. JsonTypes().Select(Json),
        .. Files(),
        .. Points(),
        .. Texts(),
    ];

    /// <summary>All SCALE types there are; a new one is found by itself.</summary>
    private static IEnumerable<Type> ScaleTypes() =>
        new[] { typeof(SegmentHeader).Assembly, typeof(SlotInfo).Assembly, typeof(ChainSpec).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsInterface: false, ContainsGenericParameters: false })
            .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IScaleType<>)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static FuzzTarget Scale(Type type) =>
        (FuzzTarget)typeof(FuzzTargets).GetMethod(nameof(ScaleOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!;

    private static FuzzTarget ScaleOf<T>()
        where T : IScaleType<T> => new(
            $"scale {typeof(T).Name}",
            bytes =>
            {
                if (!Primitives.Codec.Scale.TryDecode<T>(bytes, out T? value))
                {
                    return false;
                }

                byte[] encoded = Primitives.Codec.Scale.Encode<T>(value);
                return Primitives.Codec.Scale.TryDecode<T>(encoded, out T? again) && Primitives.Codec.Scale.Encode<T>(again).AsSpan().SequenceEqual(encoded)
                    ? true
                    : throw new InvalidOperationException("encoded again it is another value");
            },
            [new byte[T.MinEncodedSize], .. Examples(typeof(T).Name, "scale").Select(Convert.FromHexString)]);

    private static IEnumerable<JsonTypeInfo> JsonTypes() =>
        typeof(NodeJsonContext).GetProperties()
            .Where(property => property.PropertyType.IsAssignableTo(typeof(JsonTypeInfo)) && property.PropertyType.IsGenericType)
            .Select(property => (JsonTypeInfo)property.GetValue(NodeJsonContext.Default)!)
            .Where(info => info.Kind != JsonTypeInfoKind.None || info.Type.Namespace?.StartsWith("Autonomys", StringComparison.Ordinal) == true);

    private static FuzzTarget Json(JsonTypeInfo type) => new(
        $"json {type.Type}",
        bytes =>
        {
            object? value;
            try
            {
                value = JsonSerializer.Deserialize(bytes, type);
            }
            catch (JsonException)
            {
                return false;
            }

            if (value is SignedChainBlock block)
            {
                EncodeBlock(block);
            }

            return value is not null;
        },
        [
            "{}"u8.ToArray(),
            """{"block":{"header":{"parentHash":"0x00","number":"0x1","stateRoot":"0x00","extrinsicsRoot":"0x00","digest":{"logs":["0x00"]}},"extrinsics":["0x00"]},"justifications":[[[83,85,66,95],[1]]]}"""u8.ToArray(),
            .. Examples(type.Type.Name, "json_string").Select(Encoding.UTF8.GetBytes),
        ]);

    private static void EncodeBlock(SignedChainBlock block)
    {
        try
        {
            BlockEncoding.Encode(block);
        }
        catch (NodeProtocolException)
        {
            // What a node that answers nonsense gets.
        }
    }

    private static IEnumerable<FuzzTarget> Files()
    {
        byte[] segment = new byte[SegmentLayout.RecordedSize];
        byte[] metadata = File.ReadAllBytes(Vectors.PathOf("sector-20-0.meta.bin"));
        yield return new("sector metadata", bytes => SectorMetadata.TryParse(bytes, out _) == SectorParseError.None, [metadata]);
        yield return new(
            "sector contents map", bytes => SectorContentsMap.TryParse(bytes, 1, out _) == SectorParseError.None, [new byte[8192 + 32]]);
        yield return new(
            "single_disk_farm.json",
            bytes => Documented<FarmException>(() => SingleDiskFarmInfo.Parse(bytes, "file")),
            ["""{"v0":{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","genesisHash":"00","publicKey":"00","piecesInSector":1000,"allocatedSpace":1}}"""u8.ToArray()]);
        yield return new(
            "recorded segment",
            bytes =>
            {
                // The length is fixed; what stands at the start is what is read.
                segment.AsSpan(0, MaxSegmentStart).Clear();
                bytes.AsSpan(0, Math.Min(bytes.Length, MaxSegmentStart)).CopyTo(segment);
                return SegmentContents.TryRead(segment, out _);
            },
            [[0, 2, 12, 1, 2, 3, 0]]);
        yield return new("cluster file", IsClusterFile, [Encoding.UTF8.GetBytes(ExampleClusterFile.Text.Replace("stBR..S8V", RewardAddress, StringComparison.Ordinal))]);
        yield return new("chain specification", bytes => ChainSpec.FromJson(bytes) is not null, ["""{"chainName":"x"}"""u8.ToArray()]);
        yield return new(
            "KZG transcript",
            bytes => Documented<InvalidDataException>(() => KzgTranscript.ReadAsync(new MemoryStream(bytes), CancellationToken.None).GetAwaiter().GetResult()),
            ["""{"powersOfTau":{"G1Powers":["0x00"],"G2Powers":["0x00"]}}"""u8.ToArray()]);
        yield return new(
            "KZG parameters",
            bytes => Documented<KzgParametersException>(() => KzgParameters.FromBytes(bytes, KzgParameterSet.Ethereum, "input")),
            [new byte[100]]);
    }

    private static bool IsClusterFile(byte[] bytes)
    {
        ClusterFileReading reading = ClusterFileReader.Read(Encoding.UTF8.GetString(bytes));
        if (reading.File is null)
        {
            return reading.Problems.Count > 0 ? false : throw new InvalidOperationException("refused without a reason");
        }

        string[] paths = [.. ClusterFiles.Make(reading.File, reading.Warnings).Select(file => file.Path)];
        return paths.Distinct(StringComparer.Ordinal).Count() == paths.Length ? true : throw new InvalidOperationException("two files have one path");
    }

    private static IEnumerable<FuzzTarget> Points()
    {
        yield return new(
            "point of G1",
            bytes =>
            {
                return G1Affine.TryFromCompressed(bytes, out G1Affine point)
                    && (point.ToCompressed().AsSpan().SequenceEqual(bytes) ? true : throw new InvalidOperationException("two encodings of one point"));
            },
            [G1Affine.Generator.ToCompressed()]);
        yield return new("point of G2", bytes => G2Affine.TryFromCompressed(bytes, out _), [new byte[G2Affine.CompressedSize]]);
        yield return new("scalar", bytes => bytes.Length == Scalar.Size && Scalar.TryFromBytes(bytes, out _), [new byte[Scalar.Size]]);
    }

    private static IEnumerable<FuzzTarget> Texts()
    {
        yield return Text("address", text => Ss58Address.TryParse(text, out _, out _), "sub8y2x2EgJVriAbDiFt2WK8d9GrhBgnNFudtwiTDbbYJRDaT");
        yield return Text("size", text => ByteSize.TryParse(text, out _, out _), "100GiB", "1.5T");
        yield return Text("farm id", text => FarmId.TryParse(text, out _), "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        yield return Text("farm option", text => FarmOptions.TryParse(text, out _, out _), "path=/x,size=1G", "path=/x,sectors=3");
        yield return Text("duration", text => MeasureParsing.TryParseDuration(text, out _), "250ms", "1.5h");
    }

    private static FuzzTarget Text(string name, Func<string, bool> parse, params string[] examples) =>
        new(name, bytes => parse(Encoding.UTF8.GetString(bytes)), [.. examples.Select(Encoding.UTF8.GetBytes)]);

    private static bool Documented<TException>(Action decode)
        where TException : Exception
    {
        try
        {
            decode();
            return true;
        }
        catch (TException)
        {
            return false;
        }
    }

    /// <summary>What the reference encodes for a type, where the vectors have it.</summary>
    private static IEnumerable<string> Examples(string type, string form) =>
        Vectors.Json("rpc.json").EnumerateObject()
            .Where(property => property.Name == type && property.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(property => property.Value.EnumerateObject())
            .Where(property => property.Name.StartsWith(form, StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.String)
            .Select(property => property.Value.GetString()!)
            .Where(text => form != "scale" || (text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)));
}
