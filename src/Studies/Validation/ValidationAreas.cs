using DeepStack.Sim.Studies.Validation.Areas;

namespace DeepStack.Sim.Studies.Validation;

/// <summary>The areas that <c>deepstack validate</c> knows, in the order of the accuracy table.</summary>
public static class ValidationAreas
{
    /// <summary>All areas.</summary>
    public static IReadOnlyList<IValidationArea> All { get; } =
    [
        new DramValidation(),
        new NetworkValidation(),
        new NocValidation(),
        new CollectivesValidation(),
        new SchedulerValidation(),
        new ServingValidation(),
        new ThermalValidation(),
        new EnergyValidation(),
        new KernelsValidation(),
        new StepsValidation(),
        new GenzValidation(),
        new EngineValidation(),
        new LadderValidation(),
        new AtlasValidation(),
    ];
}
