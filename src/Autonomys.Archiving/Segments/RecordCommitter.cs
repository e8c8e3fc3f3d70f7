using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Archiving.Segments;

/// <summary>Commitments to single records.</summary>
public static class RecordCommitter
{
    /// <summary>Commitment to a record of 1 MiB; null when a chunk of it is no scalar.</summary>
    public static G1Affine? Commit(Kzg kzg, ReadOnlySpan<byte> record)
    {
        Scalar[] scalars = new Scalar[RecordLayout.ChunksPerRecord];
        return TryRead(record, scalars) ? kzg.CommitPoint(kzg.Polynomial(scalars)) : null;
    }

    /// <summary>Reads a record's chunks; false when one is no scalar.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, Span<Scalar> scalars)
    {
        for (int chunk = 0; chunk < scalars.Length; chunk++)
        {
            if (!Scalar.TryFromBytes(record.Slice(chunk * RecordLayout.ScalarSize, RecordLayout.ScalarSize), out scalars[chunk]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a segment's polynomial has as its value for a record commitment.</summary>
    public static Scalar Hash(ReadOnlySpan<byte> commitment) => Scalar.FromBytes(Blake3.Hash254ToScalar(commitment).AsSpan());
}
