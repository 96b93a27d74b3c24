export { type Attached, type AttachRequest, attachAlarms } from './attach.ts';
export { type DashboardRequest, deleteDashboard, putDashboard } from './dashboard.ts';
export { dashboardBody } from './dashboard-body.ts';
export { dashboardName } from './dashboard-look.ts';
export { alarmsObservePermissions, alarmsPermissions } from './permissions.ts';
