namespace Autonomys.Cluster.Placement;

/// <summary>
/// Systematic Reed–Solomon code over GF(2^8): the bytes themselves in k data fragments, and m parity fragments; any k of all restore them.
/// </summary>
/// <remarks>
/// Parity fragment i is the sum over j of data fragment j times 1 / ((k + i) + j), a Cauchy matrix, of which every square part can be
/// inverted. The last data fragment is filled up with zeros.
/// </remarks>
public sealed class FragmentCode
{
    public FragmentCode(int dataFragments, int parityFragments)
    {
        if (dataFragments < 1 || parityFragments < 0 || dataFragments + parityFragments > 256)
        {
            throw new ArgumentException($"{dataFragments} data and {parityFragments} parity fragments are not a code.");
        }

        DataFragments = dataFragments;
        ParityFragments = parityFragments;
    }

    public int DataFragments { get; }

    public int ParityFragments { get; }

    /// <summary>Bytes of each fragment of so many bytes.</summary>
    public int FragmentSize(int length) => (length + DataFragments - 1) / DataFragments;

    /// <summary>Data and parity fragments.</summary>
    public int Fragments => DataFragments + ParityFragments;

    /// <summary>Makes one fragment of <paramref name="data"/>, of <see cref="FragmentSize"/> bytes.</summary>
    public byte[] Encode(ReadOnlySpan<byte> data, int fragment)
    {
        byte[] result = new byte[FragmentSize(data.Length)];
        Encode(data, fragment, result);
        return result;
    }

    /// <summary>Makes one fragment of <paramref name="data"/>.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="fragment">Which one.</param>
    /// <param name="result"><see cref="FragmentSize"/> bytes.</param>
    public void Encode(ReadOnlySpan<byte> data, int fragment, Span<byte> result)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fragment);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fragment, Fragments);
        int size = FragmentSize(data.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, size);
        if (fragment < DataFragments)
        {
            ReadOnlySpan<byte> part = Part(data, fragment, size);
            part.CopyTo(result);
            result[part.Length..].Clear();
            return;
        }

        result.Clear();
        for (int j = 0; j < DataFragments; j++)
        {
            ReadOnlySpan<byte> part = Part(data, j, size);
            GaloisField.MultiplyAdd(Coefficient(fragment, j), part, result[..part.Length]);
        }
    }

    /// <summary>Restores the bytes from any k different fragments.</summary>
    /// <param name="fragments">Number and bytes of each; more than k are not needed. A data fragment may lie in its place in the data already.</param>
    /// <param name="data">Receives the bytes.</param>
    /// <exception cref="ArgumentException">Too few, doubled, or of another length.</exception>
    public void Decode(IReadOnlyList<(int Fragment, ReadOnlyMemory<byte> Bytes)> fragments, Span<byte> data)
    {
        int size = FragmentSize(data.Length);
        (int Fragment, ReadOnlyMemory<byte> Bytes)[] used = [.. fragments.OrderBy(one => one.Fragment).Take(DataFragments)];
        if (used.Length < DataFragments || used.Select(one => one.Fragment).Distinct().Count() < DataFragments
            || used.Any(one => one.Bytes.Length != size || one.Fragment < 0 || one.Fragment >= Fragments))
        {
            throw new ArgumentException($"{fragments.Count} fragments do not restore {data.Length} bytes: {DataFragments} different ones of {size} bytes are needed.");
        }

        byte[][]? inverse = used[^1].Fragment < DataFragments ? null : Invert(used.Select(one => one.Fragment).ToArray());
        for (int j = 0; j < DataFragments; j++)
        {
            int start = j * size;
            int length = Math.Clamp(data.Length - start, 0, size);
            if (length == 0)
            {
                continue;
            }

            Span<byte> part = data.Slice(start, length);
            int known = Array.FindIndex(used, one => one.Fragment == j);
            if (known >= 0)
            {
                ReadOnlySpan<byte> bytes = used[known].Bytes.Span[..length];
                if (bytes != part)
                {
                    bytes.CopyTo(part);
                }

                continue;
            }

            part.Clear();
            for (int i = 0; i < DataFragments; i++)
            {
                GaloisField.MultiplyAdd(inverse![j][i], used[i].Bytes.Span[..length], part);
            }
        }
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> data, int index, int size)
    {
        int start = Math.Min(index * size, data.Length);
        return data.Slice(start, Math.Min(size, data.Length - start));
    }

    private byte Coefficient(int fragment, int data) =>
        fragment < DataFragments ? (byte)(fragment == data ? 1 : 0) : GaloisField.Invert((byte)(fragment ^ data));

    /// <summary>Inverse of the rows of the given fragments, by Gauss and Jordan.</summary>
    private byte[][] Invert(int[] fragments)
    {
        int k = DataFragments;
        byte[][] rows = [.. fragments.Select(fragment => Enumerable.Range(0, k).Select(j => Coefficient(fragment, j)).ToArray())];
        byte[][] inverse = [.. Enumerable.Range(0, k).Select(i => Enumerable.Range(0, k).Select(j => (byte)(i == j ? 1 : 0)).ToArray())];
        for (int column = 0; column < k; column++)
        {
            int pivot = Array.FindIndex(rows, column, row => row[column] != 0);
            (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
            (inverse[column], inverse[pivot]) = (inverse[pivot], inverse[column]);
            byte scale = GaloisField.Invert(rows[column][column]);
            for (int j = 0; j < k; j++)
            {
                rows[column][j] = GaloisField.Multiply(scale, rows[column][j]);
                inverse[column][j] = GaloisField.Multiply(scale, inverse[column][j]);
            }

            for (int row = 0; row < k; row++)
            {
                byte factor = rows[row][column];
                if (row != column && factor != 0)
                {
                    GaloisField.MultiplyAddScalar(factor, rows[column], rows[row]);
                    GaloisField.MultiplyAddScalar(factor, inverse[column], inverse[row]);
                }
            }
        }

        return inverse;
    }
}
