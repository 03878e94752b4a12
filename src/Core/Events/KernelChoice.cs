namespace DeepStack.Sim.Core.Events;

/// <summary>Which event list a new <see cref="Simulation"/> stands on; chosen once, where the program is composed, before any simulation is made.</summary>
public static class KernelChoice
{
    private static Func<IEventList> _create = static () => new RadixEventList();

    /// <summary>The name of the chosen kernel.</summary>
    public static string Name => _create().Name;

    /// <summary>A fresh event list of the chosen kernel.</summary>
    public static IEventList Create() => _create();

    /// <summary>Chooses another kernel.</summary>
    public static void Use(Func<IEventList> create) => _create = create;
}
