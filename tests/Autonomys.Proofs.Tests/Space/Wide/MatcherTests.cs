using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Reference;
using Autonomys.Proofs.Space.Wide;

namespace Autonomys.Proofs.Tests.Space.Wide;

/// <summary>Sorting and matching of two buckets that no table would have by chance: empty, full, all equal, on the edges of the grid.</summary>
public sealed unsafe class MatcherTests
{
    private const int LeftBucket = 6;

    public static TheoryData<int, int, string> Buckets
    {
        get
        {
            TheoryData<int, int, string> data = [];
            foreach (string kind in (string[])["random", "equal", "one row", "one column", "edges", "many targets", "crowded"])
            {
                data.Add(236, 236, kind);
                data.Add(512, 512, kind);
            }

            data.Add(0, 0, "random");
            data.Add(1, 0, "random");
            data.Add(0, 1, "random");
            data.Add(64, 65, "random");
            data.Add(31, 512, "random");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Buckets))]
    public void All_widths_find_the_same(int leftCount, int rightCount, string kind)
    {
        foreach (int bucket in (int[])[LeftBucket, LeftBucket + 1])
        {
            Random random = new(leftCount + (1000 * rightCount) + bucket);
            uint[] left = Offsets(kind, leftCount, random, isLeft: true);
            uint[] right = Offsets(kind, rightCount, random, isLeft: false);
            List<(int, int)> expected = Expected(bucket, left, right);
            if (kind == "equal" && leftCount == 512)
            {
                Assert.Equal(512, expected.Count);
            }

            Assert.Equal(expected, Found<ScalarLanes>(bucket, left, right));
            Assert.Equal(expected, Found<Lanes512>(bucket, left, right));
            if (Avx2.IsSupported)
            {
                Assert.Equal(expected, Found<Lanes256>(bucket, left, right));
            }
        }
    }

    private static uint[] Offsets(string kind, int count, Random random, bool isLeft)
    {
        uint[] offsets = new uint[count];
        for (int i = 0; i < count; i++)
        {
            uint row = (uint)random.Next(119);
            uint column = (uint)random.Next(127);
            offsets[i] = kind switch
            {
                // A target of an even left bucket for m = 3, and of an odd one for m = 1: both have entries that match all.
                "equal" => isLeft ? (5u * 127) + 7 : i % 2 == 0 ? (8u * 127) + 43 : (6u * 127) + 16,
                "one row" => (118 * 127) + column,
                "one column" => (row * 127) + 126,

                // Six on each of 30 rows: the sixth of each has no place on the grid of the vectors' way, and those are not too many for it.
                "crowded" => isLeft ? (row * 127) + column : ((uint)(i < 180 ? i / 6 * 3 : 90 + ((i - 180) % 29)) * 127) + column,
                "edges" => ((row % 2 == 0 ? 0u : 118u) * 127) + (column % 2 == 0 ? 0u : 126u),
                "many targets" => isLeft ? 0 : PosFunctions.Target((uint)(i / 64 % 2), 0, (uint)i % 64),
                _ => (row * 127) + column,
            };
        }

        return offsets;
    }

    /// <summary>By the definition of a match: the left entries in the order (y, position), and for each the right ones.</summary>
    private static List<(int, int)> Expected(int bucket, uint[] left, uint[] right)
    {
        int[] leftOrder = [.. Enumerable.Range(0, left.Length).OrderBy(i => left[i])];
        int[] rightOrder = [.. Enumerable.Range(0, right.Length).OrderBy(i => right[i])];
        List<(int, int)> matches = [];
        foreach (int entry in leftOrder)
        {
            HashSet<uint> targets = [.. Enumerable.Range(0, 64).Select(m => PosFunctions.Target((uint)bucket % 2, left[entry], (uint)m))];
            matches.AddRange(rightOrder.Where(other => targets.Contains(right[other])).Select(other => (entry, other)));
        }

        return matches.Count > 512 ? matches[..512] : matches;
    }

    /// <summary>Matches as positions, which are the indexes of the unsorted offsets.</summary>
    private static List<(int, int)> Found<TLanes>(int bucket, uint[] left, uint[] right)
        where TLanes : ILanes
    {
        void* memory = NativeMemory.AlignedAlloc((2 * SortedBucket.Size) + MatchList.Size + (2 * 512 * RowLayout.RowSize) + 256, 64);
        try
        {
            // Whatever was in the memory before must not matter.
            new Span<byte>(memory, (2 * SortedBucket.Size) + MatchList.Size).Fill(0x55);
            SortedBucket sortedLeft = new((byte*)memory);
            SortedBucket sortedRight = new((byte*)memory + SortedBucket.Size);
            byte* lists = (byte*)memory + (2 * SortedBucket.Size);
            MatchList matches = new(lists);
            byte* rows = lists + MatchList.Size;
            Sort(rows, bucket, left, ref sortedLeft);
            Sort(rows + (512 * RowLayout.RowSize), bucket + 1, right, ref sortedRight);
            int count = TLanes.Match(sortedLeft, sortedRight, bucket, matches);
            List<(int, int)> found = [];
            for (int i = 0; i < count; i++)
            {
                found.Add(((int)sortedLeft.Row(matches.Left(i))[3], (int)sortedRight.Row(matches.Right(i))[3]));
            }

            return found;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static void Sort(byte* rows, int bucket, uint[] offsets, ref SortedBucket sorted)
    {
        RowLayout layout = new(20, 1);
        for (int i = 0; i < offsets.Length; i++)
        {
            uint* row = (uint*)(rows + (i * RowLayout.RowSize));
            row[0] = (((uint)bucket * PosParameters.BucketSpan) + offsets[i]) << layout.YShift;
            row[3] = (uint)i;
        }

        BucketSorter.Sort(rows, offsets.Length, bucket, layout, inAnyOrder: false, ref sorted);
        for (int i = 1; i < offsets.Length; i++)
        {
            uint[] before = [sorted.Row(i - 1)[0], sorted.Row(i - 1)[3]];
            uint[] after = [sorted.Row(i)[0], sorted.Row(i)[3]];
            Assert.True(before[0] < after[0] || (before[0] == after[0] && before[1] < after[1]), "A bucket is not in the order (y, position).");
        }
    }
}
