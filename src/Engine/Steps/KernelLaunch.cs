namespace DeepStack.Sim.Engine.Steps;

/// <summary>Who starts the kernels of a step.</summary>
public enum KernelLaunch
{
    /// <summary>The device, one behind the other, whatever the step's size: a sequencer on the die, or a graph of every size.</summary>
    Device,

    /// <summary>Graphs of the engine's capture sizes, to which steps that only decode are padded; the host, kernel by kernel, beyond the largest.</summary>
    Graphs,

    /// <summary>The host, kernel by kernel.</summary>
    Eager,
}
