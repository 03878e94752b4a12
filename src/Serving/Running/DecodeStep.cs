using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Running;

/// <summary>One step of a <see cref="DecodeRun"/>.</summary>
/// <param name="End">When the machine was done.</param>
/// <param name="BlocksInUse">KV blocks held when the step was built.</param>
/// <param name="Running">Requests in the running list then.</param>
/// <param name="Waiting">Requests waiting then.</param>
public readonly record struct DecodeStep(SimTime End, int BlocksInUse, int Running, int Waiting);
