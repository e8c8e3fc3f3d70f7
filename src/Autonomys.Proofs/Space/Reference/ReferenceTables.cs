using Autonomys.Primitives.Sectors;

namespace Autonomys.Proofs.Space.Reference;

/// <summary>The seven tables, made the plain way. This is the specification; the wide paths must give the same tables, entry for entry.</summary>
internal static class ReferenceTables
{
    /// <summary>Tables 1 to 7, at index 0 to 6.</summary>
    public static ReferenceTable[] Create(int k, PosSeed seed)
    {
        ReferenceTable[] tables = new ReferenceTable[PosParameters.Tables];
        tables[0] = First(k, seed);
        for (int number = 2; number <= PosParameters.Tables; number++)
        {
            tables[number - 1] = Next(k, number, tables[number - 2]);
        }

        return tables;
    }

    private static ReferenceTable First(int k, PosSeed seed)
    {
        uint[] ys = new uint[1 << k];
        UInt128[] metadata = new UInt128[ys.Length];
        byte[] keystream = new byte[((long)k << k) / 8];
        Cryptography.ChaCha.ChaCha8.Keystream(seed.AsSpan(), keystream);
        for (uint x = 0; x < ys.Length; x++)
        {
            // K bits from bit K·x of the keystream, then the highest bits of x. At most four bytes and seven bits are touched.
            long bit = (long)k * x;
            ulong window = 0;
            for (int i = 0; i < 5; i++)
            {
                long index = (bit / 8) + i;
                window = (window << 8) | (index < keystream.Length ? keystream[index] : 0u);
            }

            uint partial = (uint)(window >> (40 - k - (int)(bit % 8))) & ((1u << k) - 1);
            ys[x] = (partial << PosParameters.ExtensionBits) | (x >> (k - PosParameters.ExtensionBits));
            metadata[x] = x;
        }

        return new ReferenceTable(ys, [], metadata);
    }

    private static ReferenceTable Next(int k, int number, ReferenceTable parent)
    {
        List<uint>[] buckets = Group(k, parent.Ys);
        List<uint> ys = new(1 << k);
        List<ulong> backPointers = new(1 << k);
        List<UInt128> metadata = new(1 << k);
        for (int left = 0; left + 1 < buckets.Length; left++)
        {
            foreach ((uint leftPosition, uint rightPosition) in Match(left, buckets[left], buckets[left + 1], parent.Ys))
            {
                (uint y, UInt128 entryMetadata) = PosFunctions.Fn(
                    k, number, parent.Ys[leftPosition], parent.Metadata[leftPosition], parent.Metadata[rightPosition]);
                ys.Add(y);
                backPointers.Add(leftPosition | ((ulong)rightPosition << 32));
                metadata.Add(entryMetadata);
            }
        }

        return new ReferenceTable([.. ys], [.. backPointers], [.. metadata]);
    }

    /// <summary>Positions by bucket: the first 512 of each in creation order, then sorted by (y, position).</summary>
    private static List<uint>[] Group(int k, uint[] ys)
    {
        List<uint>[] buckets = new List<uint>[PosParameters.Buckets(k)];
        for (int i = 0; i < buckets.Length; i++)
        {
            buckets[i] = new List<uint>(PosParameters.MaxBucketEntries);
        }

        for (uint position = 0; position < ys.Length; position++)
        {
            List<uint> bucket = buckets[ys[position] / PosParameters.BucketSpan];
            if (bucket.Count < PosParameters.MaxBucketEntries)
            {
                bucket.Add(position);
            }
        }

        foreach (List<uint> bucket in buckets)
        {
            bucket.Sort((a, b) => (ys[a], a).CompareTo((ys[b], b)));
        }

        return buckets;
    }

    /// <summary>Matches of two neighbouring buckets, at most 512: by left entry, then by target offset, then by right entry.</summary>
    private static List<(uint Left, uint Right)> Match(int leftIndex, List<uint> left, List<uint> right, uint[] ys)
    {
        uint leftBase = (uint)leftIndex * PosParameters.BucketSpan;
        uint rightBase = leftBase + PosParameters.BucketSpan;
        ILookup<uint, uint> rightByOffset = right.ToLookup(position => ys[position] - rightBase);
        List<(uint, uint)> matches = new(PosParameters.MaxBucketEntries);
        uint[] targets = new uint[PosParameters.Targets];
        foreach (uint leftPosition in left)
        {
            for (uint m = 0; m < PosParameters.Targets; m++)
            {
                targets[m] = PosFunctions.Target((uint)leftIndex % 2, ys[leftPosition] - leftBase, m);
            }

            Array.Sort(targets);
            foreach (uint target in targets)
            {
                foreach (uint rightPosition in rightByOffset[target])
                {
                    if (matches.Count == PosParameters.MaxBucketEntries)
                    {
                        return matches;
                    }

                    matches.Add((leftPosition, rightPosition));
                }
            }
        }

        return matches;
    }
}
