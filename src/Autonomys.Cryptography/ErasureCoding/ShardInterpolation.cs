using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.ErasureCoding;

/// <summary>
/// One missing shard as a weighted sum of half of the shards. The weights depend on the positions alone: made once, they
/// serve every column of a segment.
/// </summary>
public sealed class ShardInterpolation
{
    private readonly Scalar[] _weights;

    private ShardInterpolation(int[] known, int missing, Scalar[] weights)
    {
        Known = known;
        Missing = missing;
        _weights = weights;
    }

    /// <summary>Positions of the shards to sum, in the order of the values given to <see cref="Evaluate"/>.</summary>
    public IReadOnlyList<int> Known { get; }

    /// <summary>Position of the shard that comes out.</summary>
    public int Missing { get; }

    /// <summary>Weight of each known shard.</summary>
    public ReadOnlySpan<Scalar> Weights => _weights;

    /// <summary>Makes the weights: Lagrange's basis of the known positions, taken at the missing one.</summary>
    /// <param name="shards">Number of shards, source and parity together: a power of two up to 2^16.</param>
    /// <param name="known">Distinct positions of half of them (interleaved: source shards are at even positions).</param>
    /// <param name="missing">Position to compute; a known one gives that shard back.</param>
    /// <exception cref="ArgumentException">The positions are out of range, not distinct, or not half of the shards.</exception>
    public static ShardInterpolation Create(int shards, ReadOnlySpan<int> known, int missing)
    {
        ScalarFft domain = ScalarFft.ForSize(shards);
        if (known.Length != shards / 2 || known.IsEmpty)
        {
            throw new ArgumentException($"{shards / 2} of {shards} shards are needed, not {known.Length}.", nameof(known));
        }

        Scalar[] roots = new Scalar[known.Length];
        bool[] seen = new bool[shards];
        for (int i = 0; i < known.Length; i++)
        {
            if ((uint)known[i] >= (uint)shards || seen[known[i]])
            {
                throw new ArgumentException($"Position {known[i]} is not below {shards} or is given twice.", nameof(known));
            }

            seen[known[i]] = true;
            roots[i] = domain.RootAt(known[i]);
        }

        // Weight i is Π (x − x_j) / (x_i − x_j) over the other j.
        Scalar point = domain.RootAt(missing);
        Scalar[] numerators = new Scalar[roots.Length];
        Scalar[] denominators = new Scalar[roots.Length];
        for (int i = 0; i < roots.Length; i++)
        {
            Scalar numerator = Scalar.One;
            Scalar denominator = Scalar.One;
            for (int j = 0; j < roots.Length; j++)
            {
                if (j != i)
                {
                    numerator *= point - roots[j];
                    denominator *= roots[i] - roots[j];
                }
            }

            numerators[i] = numerator;
            denominators[i] = denominator;
        }

        Scalar.InvertBatch(denominators);
        ScalarFft.MultiplyEach(denominators, numerators);
        return new ShardInterpolation(known.ToArray(), missing, denominators);
    }

    /// <summary>The missing shard of one column.</summary>
    /// <param name="values">The known shards in the order of <see cref="Known"/>.</param>
    /// <exception cref="ArgumentException">There is another number of values.</exception>
    public Scalar Evaluate(ReadOnlySpan<Scalar> values)
    {
        if (values.Length != _weights.Length)
        {
            throw new ArgumentException($"{_weights.Length} shards are needed, not {values.Length}.", nameof(values));
        }

        Scalar sum = Scalar.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            sum += Scalar.Multiply(values[i], _weights[i]);
        }

        return sum;
    }

    /// <summary>Adds weight number <paramref name="index"/> times each value to the sums: the same walked shard by shard.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void Accumulate(int index, ReadOnlySpan<Scalar> values, Span<Scalar> sums)
    {
        if (values.Length != sums.Length)
        {
            throw new ArgumentException($"{sums.Length} values are needed, not {values.Length}.", nameof(values));
        }

        Scalar weight = _weights[index];
        for (int i = 0; i < values.Length; i++)
        {
            sums[i] += Scalar.Multiply(values[i], weight);
        }
    }
}
