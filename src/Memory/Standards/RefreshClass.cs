using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>Above a temperature, refreshes come more often.</summary>
/// <param name="Above">The class holds above this temperature.</param>
/// <param name="Divisor">The interval is divided by this.</param>
public sealed record RefreshClass(Celsius Above, int Divisor)
{
    /// <summary>How much more often refreshes come at a temperature.</summary>
    /// <param name="classes">The classes, coldest first.</param>
    /// <param name="temperature">The temperature.</param>
    public static int DivisorAt(IReadOnlyList<RefreshClass> classes, Celsius temperature)
    {
        ArgumentNullException.ThrowIfNull(classes);
        int divisor = 1;
        foreach (RefreshClass step in classes)
        {
            if (temperature.Degrees > step.Above.Degrees) divisor = step.Divisor;
        }
        return divisor;
    }
}
