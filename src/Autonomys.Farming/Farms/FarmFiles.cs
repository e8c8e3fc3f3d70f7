namespace Autonomys.Farming.Farms;

/// <summary>Names of the files in a farm directory, as every farmer of the network uses them (protocol.md 4.5).</summary>
public static class FarmFiles
{
    /// <summary>Which farm this is; also the file that is locked while the farm is in use.</summary>
    public const string Info = "single_disk_farm.json";

    /// <summary>Entropy of the farm's key.</summary>
    public const string Identity = "identity.bin";

    /// <summary>Header and one record per plotted sector.</summary>
    public const string Metadata = "metadata.bin";

    /// <summary>The sectors, one after another.</summary>
    public const string Plot = "plot.bin";

    /// <summary>Cached pieces.</summary>
    public const string PieceCache = "piece_cache.bin";

    /// <summary>Peers of the network that a farmer has met; kept beside the first farm by farmers that use the peer-to-peer network.</summary>
    public const string KnownAddresses = "known_addresses.bin";

    /// <summary>Sectors that failed to prove and wait to be plotted again; only this farmer writes it, others ignore it.</summary>
    public const string BadSectors = "bad_sectors.json";
}
