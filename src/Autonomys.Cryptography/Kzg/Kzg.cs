using System.Numerics;
using System.Security.Cryptography;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.Bls12381.Pairings;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Cryptography.Kzg;

/// <summary>
/// Kate–Zaverucha–Goldberg commitments over BLS12-381: commit to a polynomial, prove and check its values at roots of unity.
/// </summary>
/// <remarks>One instance serves all threads. Commitments and witnesses are compressed G1 points, 48 bytes.</remarks>
public sealed class Kzg
{
    private readonly Lock _lock = new();
    private readonly string? _tablesPath;
    private readonly Lazy<G1Affine[]> _powers;
    private FixedBaseMsm? _tables;
    private readonly Lazy<AllWitnesses> _segmentWitnesses;
    private readonly PreparedG2[] _verificationKey;

    /// <param name="parameters">The parameters.</param>
    /// <param name="tablesPath">A file that keeps the tables for commitments (48 MiB), so that they are made only once; null for none.</param>
    public Kzg(KzgParameters parameters, string? tablesPath = null)
    {
        Parameters = parameters;
        _tablesPath = tablesPath;
        _powers = new Lazy<G1Affine[]>(() => parameters.DecompressG1(KzgParameters.G1Count, Environment.ProcessorCount));
        _segmentWitnesses = new Lazy<AllWitnesses>(
            () => new AllWitnesses(parameters.DecompressG1(AllWitnesses.SegmentSize), AllWitnesses.SegmentSize));
        _verificationKey = [new PreparedG2(parameters.G2[0]), new PreparedG2(parameters.G2[1])];
    }

    public KzgParameters Parameters { get; }

    /// <summary>The parameters of the public networks from a file whose hash is checked.</summary>
    /// <exception cref="KzgParametersException">The file cannot be read or is another one.</exception>
    public static Kzg Load(string path) => new(KzgParameters.Load(path), path + PowerTables.Suffix);

    /// <summary>The parameters of development chains, made in seconds and, with a path, kept there for the next time.</summary>
    /// <exception cref="KzgParametersException">The file cannot be written.</exception>
    public static Kzg Development(string? cachePath = null) =>
        new(DevelopmentParameters.LoadOrMake(cachePath), cachePath is null ? null : cachePath + PowerTables.Suffix);

    /// <summary>Gets the tables ready with which commitments take half the time: from their file at once, else in seconds.</summary>
    /// <remarks>For programs that commit often; the results are the same.</remarks>
    /// <param name="threads">Threads to use at once; 0 for one per processor.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void Prepare(int threads, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _tables ??= PowerTables.LoadOrMake(
                Parameters, _tablesPath, threads > 0 ? threads : Environment.ProcessorCount, cancellationToken);
        }
    }

    /// <summary>The tables for commitments, after <see cref="Prepare"/> got them ready if need be; for those who multiply elsewhere.</summary>
    public FixedBaseMsm Tables(int threads, CancellationToken cancellationToken)
    {
        Prepare(threads, cancellationToken);
        return _tables!;
    }

    /// <summary>The polynomial with these values at the roots of unity; their number is a power of two up to 32,768.</summary>
    public Polynomial Polynomial(ReadOnlySpan<Scalar> values) => Interpolate(values);

    /// <summary>Commitment to a polynomial of at most 32,768 coefficients.</summary>
    /// <exception cref="ArgumentException">The polynomial has more coefficients.</exception>
    public Bytes48 Commit(Polynomial polynomial, int threads = 1) => Compress(CommitPoint(polynomial, threads));

    /// <summary>The commitment as a point, for those who go on computing with it.</summary>
    public G1Affine CommitPoint(Polynomial polynomial, int threads = 1) => Multiply(polynomial.Coefficients, threads);

    /// <summary>Witness of the value at the root of unity number <paramref name="index"/> of <paramref name="numValues"/>.</summary>
    /// <param name="numValues">Size of the domain, rounded up to a power of two; up to 65,536.</param>
    /// <exception cref="ArgumentException">The index is not in the domain, or the polynomial is too large.</exception>
    public Bytes48 CreateWitness(Polynomial polynomial, int numValues, int index, int threads = 1)
    {
        if (!TryGetPoint(numValues, index, out Scalar point))
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There is no such index among {numValues} values.");
        }

        return Compress(Multiply(polynomial.DivideByLinear(point), threads));
    }

    /// <summary>
    /// Witnesses of all 256 values of a segment's polynomial, number i at index i; the same as one by one, several times faster.
    /// </summary>
    /// <exception cref="ArgumentException">The polynomial has more than 256 coefficients.</exception>
    public Bytes48[] CreateSegmentWitnesses(Polynomial polynomial, int threads = 1) =>
        [.. _segmentWitnesses.Value.Create(polynomial, threads).Select(Compress)];

    /// <summary>Whether the committed polynomial has this value at the root of unity number <paramref name="index"/>.</summary>
    /// <returns>False also for bytes that are no point of G1 and for an index outside the domain; never throws.</returns>
    public bool Verify(ReadOnlySpan<byte> commitment48, int numValues, int index, Scalar value, ReadOnlySpan<byte> witness48)
    {
        if (!TryGetPoint(numValues, index, out Scalar point)
            || !G1Affine.TryFromCompressedUnchecked(commitment48, out G1Affine commitment)
            || !G1Affine.TryFromCompressedUnchecked(witness48, out G1Affine witness)
            || !G1Affine.AreInSubgroup([commitment, witness]))
        {
            return false;
        }

        // e(C − y·G1, G2) = e(W, (s − x)·G2), with x moved to the left so that both points of G2 are constants.
        G1Point[] terms = [G1Point.Generator, witness];
        G1Batch.Multiply(terms, [-value, point], terms.Length);
        G1Point left = commitment.ToPoint() + terms[0] + terms[1];
        return Check(left, witness);
    }

    /// <summary>Whether the claim holds; as above.</summary>
    public bool Verify(in KzgClaim claim) =>
        Verify(claim.Commitment.AsSpan(), claim.NumValues, claim.Index, claim.Value, claim.Witness.AsSpan());

    /// <summary>Whether two openings hold, of any commitments and domains: little more work than <see cref="Verify(in KzgClaim)"/> of one.</summary>
    /// <remarks>A false opening escapes with probability 2^−128, anew at each call. Which one is false only <c>Verify</c> tells.</remarks>
    public bool VerifyBoth(in KzgClaim first, in KzgClaim second)
    {
        if (!TryRead(first, out Scalar firstPoint, out G1Affine firstCommitment, out G1Affine firstWitness)
            || !TryRead(second, out Scalar secondPoint, out G1Affine secondCommitment, out G1Affine secondWitness)
            || !G1Affine.AreInSubgroup([firstCommitment, firstWitness, secondCommitment, secondWitness]))
        {
            return false;
        }

        // The equation of Verify for the first, plus r times that for the second.
        Scalar r = RandomFactor();
        G1Point[] terms = [G1Point.Generator, firstWitness, secondWitness, secondWitness, secondCommitment];
        G1Batch.Multiply(terms, [-(first.Value + (r * second.Value)), firstPoint, r * secondPoint, r, r], terms.Length);
        G1Point left = firstCommitment.ToPoint() + terms[0] + terms[1] + terms[2] + terms[4];
        return Check(left, (firstWitness.ToPoint() + terms[3]).ToAffine());
    }

    /// <summary>
    /// Whether all openings of one commitment hold: their random linear combination is checked, two pairings for any number.
    /// </summary>
    /// <remarks>A false opening escapes with probability 2^−128, anew at each call.</remarks>
    public bool VerifyAll(ReadOnlySpan<byte> commitment48, int numValues, ReadOnlySpan<KzgOpening> openings)
    {
        if (!G1Affine.TryFromCompressed(commitment48, out G1Affine commitment))
        {
            return false;
        }

        // Over all openings with random r: e(Σ r·C − Σ r·y·G1 + Σ r·x·W, G2) = e(Σ r·W, s·G2).
        G1Affine[] witnesses = new G1Affine[openings.Length];
        Scalar[] factors = new Scalar[openings.Length];
        Scalar[] factorsTimesPoints = new Scalar[openings.Length];
        Scalar sumOfFactors = Scalar.Zero;
        Scalar sumOfValues = Scalar.Zero;
        for (int i = 0; i < openings.Length; i++)
        {
            KzgOpening opening = openings[i];
            if (!TryGetPoint(numValues, opening.Index, out Scalar point)
                || !G1Affine.TryFromCompressedUnchecked(opening.Witness.AsSpan(), out witnesses[i]))
            {
                return false;
            }

            factors[i] = RandomFactor();
            factorsTimesPoints[i] = factors[i] * point;
            sumOfFactors += factors[i];
            sumOfValues += factors[i] * opening.Value;
        }

        if (!G1Affine.AreInSubgroup(witnesses))
        {
            return false;
        }

        G1Point witness = Msm.Multiply(witnesses, factors);
        G1Point left = commitment.ToPoint().Multiply(sumOfFactors)
            - G1Point.Generator.Multiply(sumOfValues)
            + Msm.Multiply(witnesses, factorsTimesPoints);
        return Check(left, witness.ToAffine());
    }

    internal static Bytes48 Compress(G1Affine point)
    {
        Span<byte> bytes = stackalloc byte[G1Affine.CompressedSize];
        point.ToCompressed(bytes);
        return Bytes48.From(bytes);
    }

    private static Polynomial Interpolate(ReadOnlySpan<Scalar> values) => Autonomys.Cryptography.Kzg.Polynomial.Interpolate(values);

    private static Scalar RandomFactor()
    {
        Span<byte> bytes = stackalloc byte[Scalar.Size];
        bytes.Clear();
        RandomNumberGenerator.Fill(bytes[16..]);
        return Scalar.FromBytes(bytes);
    }

    /// <summary>Reads a claim but for the subgroup check.</summary>
    private static bool TryRead(in KzgClaim claim, out Scalar point, out G1Affine commitment, out G1Affine witness)
    {
        commitment = default;
        witness = default;
        return TryGetPoint(claim.NumValues, claim.Index, out point)
            && G1Affine.TryFromCompressedUnchecked(claim.Commitment.AsSpan(), out commitment)
            && G1Affine.TryFromCompressedUnchecked(claim.Witness.AsSpan(), out witness);
    }

    private static bool TryGetPoint(int numValues, int index, out Scalar point)
    {
        point = default;
        if (numValues < 1 || numValues > 1 << ScalarFft.MaxLogSize)
        {
            return false;
        }

        ScalarFft domain = ScalarFft.ForSize((int)BitOperations.RoundUpToPowerOf2((uint)numValues));
        if ((uint)index >= (uint)domain.Size)
        {
            return false;
        }

        point = domain.RootAt(index);
        return true;
    }

    private bool Check(G1Point left, G1Affine witness) =>
        Pairing.PairingsProductIsOne([left.ToAffine(), -witness], _verificationKey);

    private G1Affine Multiply(ReadOnlySpan<Scalar> coefficients, int threads)
    {
        if (coefficients.Length > KzgParameters.G1Count)
        {
            throw new ArgumentException($"A polynomial may have {KzgParameters.G1Count} coefficients, not {coefficients.Length}.");
        }

        G1Point sum = Volatile.Read(ref _tables) is { } tables
            ? tables.Multiply(coefficients, threads)
            : Msm.Multiply(_powers.Value.AsSpan(0, coefficients.Length), coefficients);
        return sum.ToAffine();
    }
}
