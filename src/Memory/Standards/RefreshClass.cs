using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>Above a temperature, refreshes come more often.</summary>
/// <param name="Above">The class holds above this temperature.</param>
/// <param name="Divisor">The interval is divided by this.</param>
public sealed record RefreshClass(Celsius Above, int Divisor);
