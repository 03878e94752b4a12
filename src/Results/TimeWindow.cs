using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results;

/// <summary>A part of a run, from an instant up to, but without, another.</summary>
/// <param name="From">The first instant inside.</param>
/// <param name="To">The first instant after.</param>
public readonly record struct TimeWindow(SimTime From, SimTime To)
{
    /// <summary>Whether anything from start to end falls into the window.</summary>
    public bool Meets(SimTime start, SimTime end) => start < To && end >= From;

    /// <summary>The window as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => $"{From}..{To}";

    /// <summary>Reads a window such as "1.5s..2s".</summary>
    /// <exception cref="FormatException">The text is no window, or an empty one.</exception>
    public static TimeWindow Parse(string text)
    {
        string[] parts = text.Split("..");
        if (parts.Length != 2 || !SimTime.TryParse(parts[0].Trim(), null, out SimTime from) || !SimTime.TryParse(parts[1].Trim(), null, out SimTime to) || from < SimTime.Zero || to <= from)
            throw new FormatException($"\"{text}\" is no time window; expected two times, the first the smaller, such as \"1.5s..2s\".");
        return new TimeWindow(from, to);
    }
}
