namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>The tree of products of erasure coding's vanishing polynomial, in lanes; orders as in <see cref="LaneRecovery{TVector,TOperations}"/>.</summary>
internal static unsafe class LaneVanishing<TVector, TOperations>
    where TVector : unmanaged
    where TOperations : struct, ILaneOperations<TVector>
{
    private const int Limbs = Scalar.ShortLimbs;

    private static int Lanes => TOperations.Lanes;

    /// <summary>Values of Π (x − w^i), w of order 2m, over m powers i, at the even and at the odd powers of w̄; times 2^261.</summary>
    /// <param name="powers">m distinct exponents below 2m.</param>
    /// <param name="logCount">Logarithm of m, which is at least L².</param>
    /// <param name="threads">From 2 on, two halves of the tree are made at once; its root is made on one thread.</param>
    /// <param name="even">m elements; comes back as the one of itself and <paramref name="spare"/> that has the values.</param>
    /// <param name="odd">m elements.</param>
    /// <param name="spare">m elements.</param>
    /// <param name="scratch">Scratch.</param>
    public static void Evaluate(
        ReadOnlySpan<int> powers, int logCount, int threads, ref TVector* even, TVector* odd, TVector* spare, TVector* scratch)
    {
        int logLanes = LaneTables<TVector, TOperations>.LogLanes;
        int logHalf = logCount - 1;
        if (threads < 2 || logHalf < 2 * logLanes)
        {
            EvaluateLeaves(powers, logCount + 1, even, scratch);
            Climb(logCount, logLanes, logCount, ref even, odd, ref spare, scratch);
            return;
        }

        // SAFETY: the pointers of the other half are to memory that this call's caller holds until it returns, and it waits.
        int half = 1 << logHalf;
        int offset = half / Lanes * Limbs;
        int[] powersOfHigh = powers[half..].ToArray();
        TVector* high = even;
        TVector* spareOfHigh = spare;
        Task other = Task.Run(() =>
        {
            using LaneBuffer buffer = LaneBuffer.Rent(LaneCoding<TVector, TOperations>.LogScratch);
            TVector* evenOfHigh = high + offset;
            TVector* parents = spareOfHigh + offset;
            EvaluateLeaves(powersOfHigh, logCount + 1, evenOfHigh, (TVector*)buffer.Data);
            Climb(logHalf, logLanes, logHalf, ref evenOfHigh, odd + offset, ref parents, (TVector*)buffer.Data);
        });
        try
        {
            EvaluateLeaves(powers[..half], logCount + 1, even, scratch);
            Climb(logHalf, logLanes, logHalf, ref even, odd, ref spare, scratch);
        }
        finally
        {
            other.Wait();
        }

        MultiplyNodes(even, odd, spare, 1 << logCount, half / Lanes, scratch);
        TVector* root = spare;
        spare = even;
        even = root;
        Climb(logCount, logCount, logCount, ref even, odd, ref spare, scratch);
    }

    /// <summary>From nodes of one degree, given by their values at the even roots, to those of another, by both.</summary>
    private static void Climb(
        int logCount, int logDegree, int logLastDegree, ref TVector* even, TVector* odd, ref TVector* spare, TVector* scratch)
    {
        int count = 1 << logCount;
        TVector* minusTwo = scratch;
        scratch += Limbs;
        LaneCoding<TVector, TOperations>.Spread(-Scalar.FromUInt64(2), minusTwo);
        while (true)
        {
            new Span<TVector>(even, count / Lanes * Limbs).CopyTo(new Span<TVector>(odd, count / Lanes * Limbs));
            ExtendToOdd(odd, logCount, logDegree, scratch);

            // The node is what was extended, and x^degree − 1, which is −2 there.
            for (int group = 0; group < count / Lanes; group++)
            {
                LaneField<TVector, TOperations>.Add(odd + (group * Limbs), minusTwo, odd + (group * Limbs));
                LaneField<TVector, TOperations>.Reduce(odd + (group * Limbs));
            }

            if (logDegree == logLastDegree)
            {
                return;
            }

            if (1 << logDegree < Lanes * Lanes)
            {
                MultiplyColumns(even, odd, spare, count, (1 << logDegree) / Lanes, scratch);
            }
            else
            {
                MultiplyNodes(even, odd, spare, count, (1 << logDegree) / Lanes, scratch);
            }

            TVector* parents = spare;
            spare = even;
            even = parents;
            logDegree++;
        }
    }

    private static void ExtendToOdd(TVector* data, int logCount, int logDegree, TVector* scratch)
    {
        LaneTransform<TVector, TOperations>.FromBitReversed(data, logCount, logDegree, scratch);
        TVector* factors = (TVector*)LaneTables<TVector, TOperations>.ToOdd(logDegree).Data;
        int groupsOfNode = (1 << logDegree) / Lanes;
        for (int group = 0; group < (1 << logCount) / Lanes; group++)
        {
            TVector* values = data + (group * Limbs);
            LaneField<TVector, TOperations>.Multiply(values, factors + ((group & (groupsOfNode - 1)) * Limbs), values, scratch);
        }

        LaneTransform<TVector, TOperations>.ToBitReversed(data, logCount, logDegree, scratch);
    }

    // A node is some columns of a tile: those of the parent are gathered from the columns of its two children.
    private static void MultiplyColumns(TVector* even, TVector* odd, TVector* parents, int count, int columns, TVector* scratch)
    {
        TVector* left = scratch + (3 * Limbs);
        TVector* right = left + Limbs;
        for (int group = 0; group < count / Lanes; group++)
        {
            int offset = group * Limbs;
            for (int lane = 0; lane < Lanes; lane++)
            {
                uint* source = (uint*)(((lane & columns) == 0 ? even : odd) + offset) + (lane & ~columns);
                for (int limb = 0; limb < Limbs; limb++)
                {
                    ((uint*)left)[(limb * Lanes) + lane] = source[limb * Lanes];
                    ((uint*)right)[(limb * Lanes) + lane] = source[(limb * Lanes) + columns];
                }
            }

            LaneField<TVector, TOperations>.Multiply(left, right, parents + offset, scratch);
        }
    }

    private static void MultiplyNodes(TVector* even, TVector* odd, TVector* parents, int count, int groupsOfNode, TVector* scratch)
    {
        int next = groupsOfNode * Limbs;
        for (int start = 0; start < count / Lanes; start += 2 * groupsOfNode)
        {
            for (int group = start; group < start + groupsOfNode; group++)
            {
                int offset = group * Limbs;
                LaneField<TVector, TOperations>.Multiply(even + offset, even + offset + next, parents + offset, scratch);
                LaneField<TVector, TOperations>.Multiply(odd + offset, odd + offset + next, parents + offset + next, scratch);
            }
        }
    }

    // A leaf has as many roots as there are lanes, and is a column: L values, each the plain product of L differences.
    private static void EvaluateLeaves(ReadOnlySpan<int> powers, int logOrder, TVector* values, TVector* scratch)
    {
        TVector* points = scratch;
        TVector* roots = points + (Lanes * Limbs);
        TVector* difference = roots + (Lanes * Limbs);
        TVector* zero = difference + Limbs;
        scratch = zero + Limbs;
        new Span<TVector>(zero, Limbs).Clear();
        MakePoints((uint*)points);
        for (int tile = 0; tile < powers.Length / (Lanes * Lanes); tile++)
        {
            for (int root = 0; root < Lanes; root++)
            {
                for (int lane = 0; lane < Lanes; lane++)
                {
                    int power = powers[(((tile * Lanes) + lane) * Lanes) + root];
                    LaneTables<TVector, TOperations>.Power(power, logOrder)
                        .ToShortLimbs((uint*)(roots + (root * Limbs)) + lane, Lanes);
                }
            }

            for (int i = 0; i < Lanes; i++)
            {
                TVector* value = values + (((tile * Lanes) + i) * Limbs);
                LaneField<TVector, TOperations>.AddAndSubtract(points + (i * Limbs), zero, roots, value);
                for (int root = 1; root < Lanes; root++)
                {
                    LaneField<TVector, TOperations>.AddAndSubtract(points + (i * Limbs), zero, roots + (root * Limbs), difference);
                    LaneField<TVector, TOperations>.Multiply(value, difference, value, scratch);
                }
            }
        }
    }

    // The powers of w̄ of order L, bit-reversed, each in all lanes of a group.
    private static void MakePoints(uint* points)
    {
        int logLanes = LaneTables<TVector, TOperations>.LogLanes;
        for (int i = 0; i < Lanes; i++)
        {
            int power = (Lanes - LaneTables<TVector, TOperations>.Reverse(i, logLanes)) & (Lanes - 1);
            Scalar point = LaneTables<TVector, TOperations>.Power(power, logLanes);
            for (int lane = 0; lane < Lanes; lane++)
            {
                point.ToShortLimbs(points + (i * Limbs * Lanes) + lane, Lanes);
            }
        }
    }
}
