using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Autonomys.Farming.Farms.Space;

/// <summary>How large a farm is asked to be.</summary>
public abstract record FarmSize
{
    private FarmSize()
    {
    }

    /// <summary>So many bytes for all files of the farm together, as <c>size=100G</c> asks.</summary>
    public sealed record Exact(ulong Bytes) : FarmSize
    {
        public override string ToString() => ByteSize.FormatExact(Bytes);
    }

    /// <summary>The smallest size that holds so many sectors, as <c>sectors=20</c> asks.</summary>
    public sealed record ForSectors(int Count) : FarmSize
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} sectors");
    }

    /// <summary>
    /// A share of what the farm could have on its disk: the free space and what its own files take already. <c>size=max</c> is 100 percent.
    /// </summary>
    public sealed record ShareOfDisk(decimal Percent) : FarmSize
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent}% of the disk");
    }

    /// <summary>Reads the value of <c>size=</c>.</summary>
    public static bool TryParseSize(string text, [NotNullWhen(true)] out FarmSize? size, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        size = null;
        error = null;
        if (text.Equals("max", StringComparison.OrdinalIgnoreCase))
        {
            size = new ShareOfDisk(100);
            return true;
        }

        if (text.EndsWith('%'))
        {
            if (decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
                && percent is > 0 and <= 100)
            {
                size = new ShareOfDisk(percent);
                return true;
            }

            error = $"size \"{text}\" is not a share of the disk: it must be above 0% and at most 100%";
            return false;
        }

        if (!ByteSize.TryParse(text, out ulong bytes, out string? reason))
        {
            error = $"size {reason}";
            return false;
        }

        if (bytes == 0)
        {
            error = $"size \"{text}\" is zero: give the farm some space, such as size=100G";
            return false;
        }

        size = new Exact(bytes);
        return true;
    }

    /// <summary>Reads the value of <c>sectors=</c>.</summary>
    public static bool TryParseSectors(string text, [NotNullWhen(true)] out FarmSize? size, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        size = null;
        error = null;
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong count))
        {
            error = $"sectors \"{text}\" is not a whole number";
            return false;
        }

        if (count == 0 || count > FarmAllocation.MaxSectors)
        {
            error = string.Create(
                CultureInfo.InvariantCulture,
                $"sectors \"{text}\" must be 1 to {FarmAllocation.MaxSectors}: a larger disk takes several farms");
            return false;
        }

        size = new ForSectors((int)count);
        return true;
    }
}
