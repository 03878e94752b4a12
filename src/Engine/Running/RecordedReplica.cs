using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Serving.Costs;

namespace DeepStack.Sim.Engine.Running;

/// <summary>What recording knows of a replica.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Model">Its step model; null where a named model times the steps, which have no operators then.</param>
/// <param name="Executors">What its steps can be simulated with; null where a named model times them.</param>
/// <param name="Operators">Records the operators of its steps.</param>
/// <param name="Heat">Follows the heat of the replicas of its pool; null where it is left out.</param>
/// <param name="PlaceInPool">Its number among those.</param>
/// <param name="Host">Host time, which precedes the devices' part of a step.</param>
/// <param name="UsableBlocks">Its KV blocks.</param>
/// <param name="Devices">Its devices.</param>
internal sealed record RecordedReplica(string Name, ExecutorStepModel? Model, ExecutorSet? Executors, OperatorRecording Operators, RunHeat? Heat, int PlaceInPool, HostCosts Host, int UsableBlocks, int Devices);
