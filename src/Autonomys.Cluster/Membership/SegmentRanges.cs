using System.Globalization;
using System.Text;

namespace Autonomys.Cluster.Membership;

/// <summary>A set of segment indexes, written as `0-12,15`.</summary>
public sealed class SegmentRanges
{
    private readonly List<(ulong First, ulong Last)> _ranges;

    private SegmentRanges(List<(ulong First, ulong Last)> ranges) => _ranges = ranges;

    public static SegmentRanges Empty { get; } = new([]);

    /// <summary>How many segments from 0 on are all there.</summary>
    public ulong Leading => _ranges.Count > 0 && _ranges[0].First == 0 ? _ranges[0].Last + 1 : 0;

    /// <summary>All indexes, in order.</summary>
    public IEnumerable<ulong> Indexes
    {
        get
        {
            foreach ((ulong first, ulong last) in _ranges)
            {
                for (ulong index = first; index <= last; index++)
                {
                    yield return index;
                }
            }
        }
    }

    /// <param name="ascending">Indexes in order, none twice.</param>
    public static SegmentRanges From(IEnumerable<ulong> ascending)
    {
        List<(ulong First, ulong Last)> ranges = [];
        foreach (ulong index in ascending)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == index)
            {
                ranges[^1] = (ranges[^1].First, index);
            }
            else
            {
                ranges.Add((index, index));
            }
        }

        return new SegmentRanges(ranges);
    }

    /// <summary>Reads what <see cref="ToString"/> writes; what does not parse is no range.</summary>
    public static SegmentRanges Parse(string text)
    {
        List<(ulong First, ulong Last)> ranges = [];
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-');
            if (ulong.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong first)
                && ulong.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong last)
                && last >= first && last < ulong.MaxValue)
            {
                ranges.Add((first, last));
            }
        }

        return new SegmentRanges(ranges);
    }

    public bool Contains(ulong index) => _ranges.Exists(range => index >= range.First && index <= range.Last);

    public override string ToString()
    {
        StringBuilder text = new();
        foreach ((ulong first, ulong last) in _ranges)
        {
            text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{last}");
            }
        }

        return text.ToString();
    }
}
