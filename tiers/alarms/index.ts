export { type Attached, type AttachRequest, attachAlarms } from './attach.ts';
export { type DashboardRequest, dashboardName, deleteDashboard, putDashboard } from './dashboard.ts';
export { dashboardBody } from './dashboard-body.ts';
export { alarmsPermissions } from './permissions.ts';
