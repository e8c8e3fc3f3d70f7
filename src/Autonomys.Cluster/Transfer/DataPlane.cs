namespace Autonomys.Cluster.Transfer;

/// <summary>Paths of the data plane.</summary>
public static class DataPlane
{
    /// <summary>Bytes of a sector that are asked for at a time.</summary>
    public const int RangeSize = 4 << 20;

    public const string Pieces = "/v1/pieces/{index}";
    public const string Fragments = "/v1/fragments/{piece}/{fragment}";

    /// <summary>Where a connection is upgraded for many fragments, see <see cref="FragmentStreamEndpoint"/>.</summary>
    public const string FragmentStream = "/v1/fragments";

    internal const string FragmentStreamProtocol = "autonomys-fragments/1";

    public const string Segments = "/v1/segments/{index}";
    public const string Sectors = "/v1/sectors/{job}";
    public const string SectorMetadata = "/v1/sectors/{job}/metadata";
    public const string Proofs = "/v1/proofs";

    /// <summary>Processor time that the process has used, see <see cref="TransferServer"/>.</summary>
    public const string ProcessorTime = "/v1/processor-time";
    internal const int ProcessorTimeSize = sizeof(long);

    public static string Piece(ulong index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/v1/pieces/{index}");

    public static string Segment(ulong index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/v1/segments/{index}");

    public static string Fragment(ulong piece, int fragment, int dataFragments, int parityFragments) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"/v1/fragments/{piece}/{fragment}?data={dataFragments}&parity={parityFragments}");

    internal static string Fragment(FragmentAddress address) =>
        Fragment(address.Piece.Value, address.Fragment, address.DataFragments, address.ParityFragments);

    public static string Sector(string job) => $"/v1/sectors/{job}";

    public static string MetadataOf(string job) => $"/v1/sectors/{job}/metadata";
}
