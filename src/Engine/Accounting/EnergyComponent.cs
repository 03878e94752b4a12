namespace DeepStack.Sim.Engine.Accounting;

/// <summary>Where a device spends energy; parts that draw power all the time follow after the last, in the order of their preset.</summary>
internal enum EnergyComponent
{
    DramActivation,
    DramReading,
    DramWriting,
    DramRefresh,
    DramStandby,
    SharedBuffer,
    MatrixUnits,
    VectorUnits,
    Links,
    FirstStatic,
}
