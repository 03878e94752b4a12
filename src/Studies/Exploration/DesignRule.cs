using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>A requirement between axes, such as "connected layers &lt;= layers", which may hold only where another does.</summary>
/// <param name="When">Where it counts; null for everywhere.</param>
/// <param name="Need">What must hold there.</param>
internal sealed record DesignRule(AxisComparison? When, AxisComparison Need)
{
    /// <summary>Whether silicon keeps it.</summary>
    /// <param name="choice">[axes] the place of the value of each axis.</param>
    public bool Allows(IReadOnlyList<int> choice) => When?.Holds(choice) == false || Need.Holds(choice);

    /// <summary>Reads { need: "...", when: "..." }; faults are noted.</summary>
    public static DesignRule? Read(PresetSection section, IReadOnlyList<DesignAxis> axes)
    {
        AxisComparison? when = section.Has("when") ? AxisComparison.Read(section, "when", axes) : null;
        AxisComparison? need = AxisComparison.Read(section, "need", axes);
        return need is null || (when is null && section.Has("when")) ? null : new DesignRule(when, need);
    }
}
