using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Engines;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>Who starts the kernels of a step, and what that costs.</summary>
/// <param name="Mode">Who.</param>
/// <param name="Capture">Capture sizes and host time of the engine.</param>
public sealed record LaunchRule(KernelLaunch Mode, GraphCapture Capture)
{
    /// <summary>What the modes are called in files and on the command line, in the order of <see cref="KernelLaunch"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["device", "graphs", "eager"];

    /// <summary>The mode that an engine is simulated with unless another is asked for: its host, where it captures no graphs; else the device.</summary>
    /// <param name="engine">The engine.</param>
    public static string DefaultOf(EngineProfile engine) => Names[(int)(engine.Graphs is { Ranges: [] } ? KernelLaunch.Eager : KernelLaunch.Device)];

    /// <summary>The rule of an engine, or null where devices start kernels.</summary>
    /// <param name="mode">A mode by name.</param>
    /// <param name="engine">The engine.</param>
    /// <exception cref="PresetException">There is no such mode, or the engine's profile names no graphs.</exception>
    public static LaunchRule? Of(string mode, EngineProfile engine)
    {
        int place = Names.ToList().IndexOf(mode);
        if (place < 0) throw new PresetException($"serving.launch is \"{mode}\"; expected one of {string.Join(", ", Names)}.{Spelling.DidYouMean(mode, Names)}");
        if ((KernelLaunch)place == KernelLaunch.Device) return null;
        return new LaunchRule((KernelLaunch)place, engine.Graphs ?? throw new PresetException($"{engine.Name} names no graphs, which launch {mode} needs; add the section or choose launch device."));
    }
}
