using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests;

/// <summary>The scalars that the vectors name by a label, and their hashes.</summary>
internal static class ScalarData
{
    /// <summary>Scalar j is the j-th run of 31 bytes of the labelled bytes.</summary>
    public static Scalar[] FromLabel(string label, int count)
    {
        byte[] bytes = Vectors.Bytes(label, count * Scalar.SafeSize);
        Scalar[] scalars = new Scalar[count];
        for (int i = 0; i < count; i++)
        {
            scalars[i] = Scalar.FromSafeBytes(bytes.AsSpan(i * Scalar.SafeSize, Scalar.SafeSize));
        }

        return scalars;
    }

    public static string Blake3Of(ReadOnlySpan<Scalar> scalars)
    {
        byte[] bytes = new byte[scalars.Length * Scalar.Size];
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i].ToBytes(bytes.AsSpan(i * Scalar.Size, Scalar.Size));
        }

        byte[] hash = new byte[32];
        Blake3.Hash(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }

    public static Scalar[] Interleave(ReadOnlySpan<Scalar> source, ReadOnlySpan<Scalar> parity)
    {
        Scalar[] all = new Scalar[2 * source.Length];
        for (int i = 0; i < source.Length; i++)
        {
            all[2 * i] = source[i];
            all[(2 * i) + 1] = parity[i];
        }

        return all;
    }
}
