using System.CommandLine;
using System.Globalization;

namespace Autonomys.Cli.Parsing;

/// <summary>Options with a unit in their value.</summary>
internal static class MeasureParsing
{
    /// <summary>A time with its unit, within bounds; null when the option is not given.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (!TryParseDuration(text, out TimeSpan value))
            {
                result.AddError($"{name} {text}: not a time with its unit, such as 250ms, 1s or 2m.");
                return null;
            }

            if (value < least || value > most)
            {
                result.AddError($"{name} {text}: must be from {Format(least)} to {Format(most)}.");
                return null;
            }

            return value;
        },
    };

    internal static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        int digits = text.AsSpan().IndexOfAnyExcept("0123456789.");
        if (digits <= 0 || !decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        decimal ticks = text[digits..] switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => 0,
        };
        if (ticks == 0 || number > TimeSpan.TicksPerDay * 365m / ticks)
        {
            return false;
        }

        value = TimeSpan.FromTicks((long)(number * ticks));
        return true;
    }

    private static string Format(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###}ms")
        : time.TotalMinutes < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.###}m");
}
