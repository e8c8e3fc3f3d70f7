namespace Autonomys.Cluster.Transfer;

/// <summary>Headers of the data plane.</summary>
internal static class TransferHeaders
{
    /// <summary>BLAKE3 of the body, in hexadecimal.</summary>
    public const string Hash = "X-Blake3";
}
