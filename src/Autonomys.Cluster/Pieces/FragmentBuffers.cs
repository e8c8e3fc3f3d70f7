using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;

namespace Autonomys.Cluster.Pieces;

/// <summary>Memory for the fragments of one piece: its own for data fragments that lie in it whole, pooled memory for all others.</summary>
/// <param name="code">How the piece is split.</param>
/// <param name="piece">Where it is put together.</param>
internal sealed class FragmentBuffers(FragmentCode code, Memory<byte> piece) : IDisposable
{
    private readonly List<PooledBytes> _others = [];

    /// <summary>Memory of a fragment's length.</summary>
    public Memory<byte> For(int fragment)
    {
        int size = code.FragmentSize(piece.Length);
        if (fragment < code.DataFragments && (fragment + 1) * size <= piece.Length)
        {
            return piece.Slice(fragment * size, size);
        }

        PooledBytes other = PooledBytes.Rent(size);
        _others.Add(other);
        return other.Memory;
    }

    public void Dispose()
    {
        foreach (PooledBytes other in _others)
        {
            other.Dispose();
        }
    }
}
