namespace Autonomys.Cluster.Transfer;

/// <summary>A peer did not give, or take, what it should.</summary>
/// <param name="message">Names the peer and what happened.</param>
/// <param name="isAbsent">Whether the peer is well and just does not have it.</param>
/// <param name="isBusy">Whether the peer is well and has too much to do.</param>
/// <param name="innerException">What caused it.</param>
public sealed class TransferException(string message, bool isAbsent = false, bool isBusy = false, Exception? innerException = null) : IOException(message, innerException)
{
    public bool IsAbsent { get; } = isAbsent;

    public bool IsBusy { get; } = isBusy;
}
